import { validationException } from '../../contract/service-error.ts';
import type { StoreTransaction } from '../../platform/store/store.ts';
import type { Tag } from './stored-model.ts';

/** Most tags of one resource. */
const maxTags = 50;

export async function insertTags(transaction: StoreTransaction, arn: string, tags: readonly Tag[]): Promise<void> {
  for (const { Key: key, Value: value } of tags) {
    await transaction
      .insertInto('tag')
      .values({ resource_arn: arn, key, value })
      .onConflict((conflict) => conflict.columns(['resource_arn', 'key']).doUpdateSet({ value }))
      .execute();
  }
  const { count } = await transaction
    .selectFrom('tag')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('resource_arn', '=', arn)
    .executeTakeFirstOrThrow();
  if (count > maxTags)
    throw validationException(`A resource can have at most ${maxTags} tags; this would make ${count}.`);
}

export async function selectTags(transaction: StoreTransaction, arn: string): Promise<Tag[]> {
  const rows = await transaction.selectFrom('tag').select(['key', 'value']).where('resource_arn', '=', arn).execute();
  // Sorted here: databases differ in how they order text.
  return rows.map(({ key, value }) => ({ Key: key, Value: value })).toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}

export async function deleteAllTags(transaction: StoreTransaction, arn: string): Promise<void> {
  await transaction.deleteFrom('tag').where('resource_arn', '=', arn).execute();
}
