import { present } from '@catenary/scoring/internal/values';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export async function listProcessingJobs(input: ListInput, { store, realm }: OperationContext): Promise<object> {
  const { rows, next } = await listPage(input, {
    read: (listing) => processingJobRecords.list(store, listing),
    realm,
    defaultMaxResults: 10,
  });
  return {
    ProcessingJobSummaries: rows.map((row) => ({
      ProcessingJobName: row.name,
      ProcessingJobArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      ...present({ ProcessingEndTime: row.endedAt === undefined ? undefined : epochSeconds(row.endedAt) }),
      LastModifiedTime: epochSeconds(row.modifiedAt),
      ProcessingJobStatus: row.status,
      ...present({ FailureReason: row.failureReason, ExitMessage: row.exitMessage }),
    })),
    ...next,
  };
}
