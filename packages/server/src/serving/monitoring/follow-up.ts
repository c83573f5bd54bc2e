import { present } from '@catenary/scoring/internal/values';
import { arnOf, realmOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import {
  type NewProcessingJob,
  type ProcessingJobRecord,
  processingJobRecords,
} from '../records/processing-job-record.ts';

/** The job of the same execution that follows one that is Completed; undefined if none does. */
export function followUp(job: ProcessingJobRecord, now: number): NewProcessingJob | undefined {
  const { next: request, execution } = job.definition;
  if (request === undefined || execution === undefined) return undefined;
  const realm = realmOf(job.arn);
  const { ProcessingJobName: name } = request;
  return {
    name: qualify(realm, name),
    arn: arnOf(realm, 'processing-job', name),
    createdAt: now,
    ...present({ schedule: job.schedule }),
    definition: { request, execution },
  };
}

/** Of a job that is about to end; not if it is to be stopped, or if its schedule was deleted: then the rest of its execution is not needed. */
export async function insertFollowUp(transaction: Store, name: string, next: NewProcessingJob): Promise<void> {
  const job = await processingJobRecords.head(transaction, name);
  if (job?.status === 'InProgress' && job.schedule !== undefined) await processingJobRecords.insert(transaction, next);
}
