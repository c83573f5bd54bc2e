import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { processingJobRecords } from '../../serving/records/processing-job-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** InProgress → Stopping → Stopped. */
export async function stopProcessingJob(
  input: { readonly ProcessingJobName: string },
  context: OperationContext,
): Promise<undefined> {
  const name = qualify(context.realm, input.ProcessingJobName);
  if (await processingJobRecords.beginStop(context.store, name, context.now())) {
    context.monitoring.stop(name);
    return;
  }
  const job = await processingJobRecords.head(context.store, name);
  if (job === undefined)
    throw validationException(`Could not find job to update with name: ${input.ProcessingJobName}`);
  throw validationException(`The request was rejected because the processing job is in status ${job.status}`);
}
