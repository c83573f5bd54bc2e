import { validationException } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpoint } from './find-resource.ts';
import { deleteAllTags } from './tags.ts';

/**
 * Answers at once (status Deleting); configuration and models stay. AWS refuses this while an endpoint is Creating or
 * Updating; here it cancels the start, since nothing else could end a start that does not end by itself.
 */
export async function deleteEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<undefined> {
  const row = await findEndpoint(input.EndpointName, context);
  const inProgress = validationException(`Cannot update in-progress endpoint "${row.arn}".`);
  if (row.status === 'Deleting') throw inProgress;
  await context.store.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('endpoint')
      .set({ status: 'Deleting', last_modified_time: context.now() })
      .where('name', '=', row.name)
      .where('status', '!=', 'Deleting')
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw inProgress;
    await deleteAllTags(transaction, row.arn);
  });
  context.endpoints.delete(row.name);
}
