import { modelRecords } from '../../serving/records/model-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModelHead } from './find-model.ts';

/** Removes the record only, at any time: endpoints and jobs that use the model continue. */
export async function deleteModel(input: { ModelName: string }, context: OperationContext): Promise<undefined> {
  const { name, arn } = await findModelHead(input.ModelName, context);
  await context.store.transaction().execute(async (transaction) => {
    await modelRecords.remove(transaction, name);
    await tagRecords.removeAll(transaction, arn);
  });
}
