import { validationException } from '../../contract/service-error.ts';
import { busyEndpointStatuses, type EndpointStatus } from '../../contract/statuses.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpoint } from './find-resource.ts';
import { deleteAllTags } from './tags.ts';

/** Answers at once (status Deleting); configuration and models stay. */
export async function deleteEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<undefined> {
  const row = await findEndpoint(input.EndpointName, context);
  const inProgress = validationException(`Cannot update in-progress endpoint "${row.arn}".`);
  if (busyEndpointStatuses.includes(row.status as EndpointStatus)) throw inProgress;
  await context.store.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('endpoint')
      .set({ status: 'Deleting', last_modified_time: context.now() })
      .where('name', '=', row.name)
      .where('status', '=', row.status)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw inProgress;
    await deleteAllTags(transaction, row.arn);
  });
  context.endpoints.delete(row.name);
}
