import type { z } from 'zod';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { SparkResourceRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import { storedJson } from './stored-json.ts';

/** A job of Glue, a cluster of EMR, or an application of EMR Serverless: what runs of Spark belong to. */
export type SparkResourceKind = 'glue-job' | 'emr-cluster' | 'emr-application';

export interface SparkResourceRecord {
  readonly kind: SparkResourceKind;
  /** Qualified by its region. */
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** As callers wrote it, with what the server knows besides. */
  readonly definition: Readonly<Record<string, unknown>>;
}

const json = storedJson({
  what: 'resource of Spark',
  schema: (z: Zod): z.ZodType<Record<string, unknown>> => z.looseObject({}),
});

/** The rows of the table of what runs of Spark belong to. `db` is the store, or a transaction. */
export const sparkResourceRecords = {
  /** False if there is one of that name. */
  async insert(db: Store, { kind, name, arn, createdAt, definition }: SparkResourceRecord): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('spark_resource')
      .values({
        id: idOf(kind, name),
        kind,
        name,
        arn,
        creation_time: createdAt,
        last_modified_time: createdAt,
        definition: json.encode(definition),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async find(db: Store, kind: SparkResourceKind, name: string): Promise<SparkResourceRecord | undefined> {
    const row = await db.selectFrom('spark_resource').selectAll().where('id', '=', idOf(kind, name)).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** Those of a kind that are in a listing. */
  async list(db: Store, kind: SparkResourceKind, listing: Listing): Promise<SparkResourceRecord[]> {
    const all = db.selectFrom('spark_resource').selectAll().where('kind', '=', kind);
    return (await listed(all, listing, { modified: 'last_modified_time' }).execute()).map(recordOf);
  },

  /** False if there is none. */
  async update(
    db: Store,
    { kind, name, definition, modifiedAt }: Pick<SparkResourceRecord, 'kind' | 'name' | 'definition' | 'modifiedAt'>,
  ): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('spark_resource')
      .set({ definition: json.encode(definition), last_modified_time: modifiedAt })
      .where('id', '=', idOf(kind, name))
      .executeTakeFirst();
    return count > 0n;
  },

  /** Keeps others from it until the transaction ends; false if there is none. */
  async lock(db: Store, kind: SparkResourceKind, name: string): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('spark_resource')
      .set({ kind })
      .where('id', '=', idOf(kind, name))
      .executeTakeFirst();
    return count > 0n;
  },

  async remove(db: Store, kind: SparkResourceKind, name: string): Promise<void> {
    await db.deleteFrom('spark_resource').where('id', '=', idOf(kind, name)).execute();
  },
};

const idOf = (kind: SparkResourceKind, name: string) => `${kind} ${name}`;

const recordOf = (row: SparkResourceRow): SparkResourceRecord => ({
  kind: row.kind as SparkResourceKind,
  name: row.name,
  arn: row.arn,
  createdAt: row.creation_time,
  modifiedAt: row.last_modified_time,
  definition: json.decode(row.definition, row.arn),
});
