import { ServiceError } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

/** How far a transform job is. `recordsPerSecond` counts from the start of the job's run in this process. */
export async function describeProgress(input: { name: string }, context: OperationContext): Promise<object> {
  const row = await context.store
    .selectFrom('transform_job')
    .select('status')
    .where('name', '=', input.name)
    .executeTakeFirst();
  if (row === undefined)
    throw new ServiceError('ValidationError', `Could not find requested job with name: ${input.name}`);
  const progress = context.transformJobs.progressOf(input.name);
  if (progress === undefined) return { status: row.status };
  const { objects, objectsDone, bytes, bytesDone, records, startedAt } = progress;
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    status: row.status,
    objects,
    objectsDone,
    bytes,
    bytesDone,
    records,
    seconds,
    recordsPerSecond: Math.round(records / seconds),
  };
}
