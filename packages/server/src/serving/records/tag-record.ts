import { countRows } from '../../platform/store/count-rows.ts';
import type { Store } from '../../platform/store/store.ts';

/** As a caller writes it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The rows of the table of tags. `db` is the store, or a transaction; `arn` that of the resource. */
export const tagRecords = {
  /** Adds tags, over those of the same key. Returns how many the resource has now. */
  async put(db: Store, arn: string, tags: readonly Tag[]): Promise<number> {
    for (const { Key: key, Value: value } of tags) {
      await db
        .insertInto('tag')
        .values({ resource_arn: arn, key, value })
        .onConflict((conflict) => conflict.columns(['resource_arn', 'key']).doUpdateSet({ value }))
        .execute();
    }
    return countRows(db.selectFrom('tag').where('resource_arn', '=', arn));
  },

  /** In order of their keys. */
  async list(db: Store, arn: string): Promise<Tag[]> {
    const rows = await db.selectFrom('tag').select(['key', 'value']).where('resource_arn', '=', arn).execute();
    // Sorted here: databases differ in how they order text.
    return rows.map(({ key, value }) => ({ Key: key, Value: value })).toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
  },

  async remove(db: Store, arn: string, keys: readonly string[]): Promise<void> {
    await db.deleteFrom('tag').where('resource_arn', '=', arn).where('key', 'in', keys).execute();
  },

  async removeAll(db: Store, arn: string): Promise<void> {
    await db.deleteFrom('tag').where('resource_arn', '=', arn).execute();
  },
};
