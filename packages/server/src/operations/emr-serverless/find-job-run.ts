import { ServiceError } from '../../contract/service-error.ts';
import { type SparkRunRecord, sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type FoundApplication, findApplication } from './find-application.ts';

export interface AskedJobRun {
  readonly applicationId: string;
  readonly jobRunId: string;
}

/** Throws `ServiceError` (ResourceNotFoundException). */
export async function findJobRun(
  { applicationId, jobRunId }: AskedJobRun,
  context: OperationContext,
): Promise<{ readonly run: SparkRunRecord; readonly found: FoundApplication }> {
  const found = await findApplication(applicationId, context);
  const run = await sparkRunRecords.find(context.store, jobRunId);
  if (run?.parent !== found.record.name)
    throw new ServiceError('ResourceNotFoundException', `JobRun ${jobRunId} does not exist.`);
  return { run, found };
}
