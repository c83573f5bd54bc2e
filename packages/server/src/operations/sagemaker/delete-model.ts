import type { OperationContext } from '../operation-context.ts';
import { findModel } from './find-resource.ts';
import { deleteAllTags } from './tags.ts';

/** Removes the record only, at any time: endpoints and jobs that use the model continue. */
export async function deleteModel(input: { ModelName: string }, context: OperationContext): Promise<undefined> {
  const row = await findModel(input.ModelName, context);
  await context.store.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('model').where('name', '=', row.name).execute();
    await deleteAllTags(transaction, row.arn);
  });
}
