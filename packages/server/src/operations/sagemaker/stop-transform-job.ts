import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** InProgress → Stopping → Stopped; nothing of an unfinished object is stored. */
export async function stopTransformJob(
  input: { TransformJobName: string },
  context: OperationContext,
): Promise<undefined> {
  const name = qualify(context.realm, input.TransformJobName);
  if (await transformJobRecords.beginStop(context.store, name, context.now())) {
    context.transformJobs.stop(name);
    return;
  }
  const job = await transformJobRecords.head(context.store, name);
  if (job === undefined) throw validationException(`Could not find job to update with name: ${input.TransformJobName}`);
  throw validationException(`The request was rejected because the transform job is in status ${job.status}`);
}
