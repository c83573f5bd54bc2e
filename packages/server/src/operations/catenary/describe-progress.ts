import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import { readJobCheckpoint } from '../../serving/transform-job/ledger/database-checkpoints.ts';
import type { OperationContext } from '../operation-context.ts';

/** How far a transform job is (`JobProgress.describe`), or was when it ended. `rejected` of its `records` were set apart. */
export async function describeProgress(
  { TransformJobName: asked }: { readonly TransformJobName: string },
  context: OperationContext,
): Promise<object> {
  const name = qualify(context.realm, asked);
  const job = await transformJobRecords.head(context.store, name);
  if (job === undefined) throw new ServiceError('ValidationError', `Could not find requested job with name: ${asked}`);
  const progress = context.transformJobs.progressOf(name);
  if (progress === undefined) return { status: job.status, ...(await describeCheckpoint(name, context)) };
  return { status: job.status, ...progress.describe() };
}

/** A job that does not run here: it has ended, waits for its turn, or runs on another server. */
async function describeCheckpoint(name: string, context: OperationContext): Promise<object> {
  const checkpoint = await readJobCheckpoint(context.store, name);
  if (checkpoint === undefined) return {};
  const { objectsDone, bytesDone, records, rejected, open } = checkpoint;
  const begun = Object.values(open);
  return {
    objectsDone,
    bytesDone,
    records: begun.reduce((sum, { position }) => sum + position.record, records),
    rejected: begun.reduce((sum, { rejectedCount }) => sum + rejectedCount, rejected),
  };
}
