import { countRows } from '../../platform/store/count-rows.ts';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import { hasArn } from './has-arn.ts';
import { readable } from './readable.ts';
import type { StoredJson } from './stored-json.ts';

/** A resource without what it was made from. Times are milliseconds since 1970. */
export interface ResourceHead {
  /** Qualified by its region (`contract/qualified-name.ts`). */
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
}

/** A resource that never changes: a model, an endpoint configuration, a group of model packages, a definition of monitoring jobs. */
export interface DefinedRecord<T> extends ResourceHead {
  readonly definition: T;
}

/** The rows of a table of such resources. `db` is the store, or a transaction. */
export interface DefinedRecords<T> {
  /** False if there is one of that name. */
  insert(db: Store, record: DefinedRecord<T>): Promise<boolean>;
  count(db: Store): Promise<number>;
  find(db: Store, name: string): Promise<DefinedRecord<T> | undefined>;
  /** The same without its definition, which may then be one that cannot be read. */
  head(db: Store, name: string): Promise<ResourceHead | undefined>;
  /** Those of a listing; without one, all. */
  list(db: Store, listing?: Listing): Promise<ResourceHead[]>;
  /** What those of these names were made from, by name; without those that cannot be read. */
  readableDefinitions(db: Store, names: readonly string[]): Promise<ReadonlyMap<string, T>>;
  remove(db: Store, name: string): Promise<void>;
  hasArn(db: Store, arn: string): Promise<boolean>;
}

export function definedRecords<T extends object>(
  table: 'model' | 'endpoint_config' | 'model_package_group' | 'data_quality_definition' | 'model_quality_definition',
  json: StoredJson<T>,
): DefinedRecords<T> {
  return {
    async insert(db, { name, arn, createdAt, definition }) {
      const { numInsertedOrUpdatedRows: count } = await db
        .insertInto(table)
        .values({ name, arn, creation_time: createdAt, definition: json.encode(definition) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return count !== 0n;
    },
    async count(db) {
      return countRows(db.selectFrom(table));
    },
    async find(db, name) {
      const row = await db.selectFrom(table).selectAll().where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : { ...headOf(row), definition: json.decode(row.definition, row.name) };
    },
    async head(db, name) {
      const row = await db
        .selectFrom(table)
        .select(['name', 'arn', 'creation_time'])
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? undefined : headOf(row);
    },
    async list(db, listing) {
      const heads = db.selectFrom(table).select(['name', 'arn', 'creation_time']);
      return (await listed(heads, listing).execute()).map(headOf);
    },
    async readableDefinitions(db, names) {
      if (names.length === 0) return new Map();
      const some = db.selectFrom(table).select(['name', 'definition']).where('name', 'in', names);
      return readable(await some.execute(), json);
    },
    async remove(db, name) {
      await db.deleteFrom(table).where('name', '=', name).execute();
    },
    hasArn: (db, arn) => hasArn(db, table, arn),
  };
}

function headOf(row: { name: string; arn: string; creation_time: number }): ResourceHead {
  return { name: row.name, arn: row.arn, createdAt: row.creation_time };
}
