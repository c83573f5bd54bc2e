import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

/** InProgress → Stopping → Stopped; nothing of an unfinished object is stored. */
export async function stopTransformJob(
  input: { TransformJobName: string },
  context: OperationContext,
): Promise<undefined> {
  const name = qualify(context.realm, input.TransformJobName);
  const updated = await context.store
    .updateTable('transform_job')
    .set({ status: 'Stopping', last_modified_time: context.now() })
    .where('name', '=', name)
    .where('status', '=', 'InProgress')
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) {
    context.transformJobs.stop(name);
    return;
  }
  const row = await context.store
    .selectFrom('transform_job')
    .select('status')
    .where('name', '=', name)
    .executeTakeFirst();
  if (row === undefined) throw validationException(`Could not find job to update with name: ${input.TransformJobName}`);
  throw validationException(`The request was rejected because the transform job is in status ${row.status}`);
}
