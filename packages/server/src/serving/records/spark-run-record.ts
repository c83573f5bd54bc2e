import { present } from '@catenary/scoring/internal/values';
import type { z } from 'zod';
import { countRows } from '../../platform/store/count-rows.ts';
import type { TimeSpan } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { SparkRunRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import type { SparkResourceKind, SparkResourceRecord } from './spark-resource-record.ts';
import { storedJson } from './stored-json.ts';

/** Cancelled: it was stopped before it began. */
export type SparkRunStatus =
  | 'Queued'
  | 'Running'
  | 'Stopping'
  | 'Succeeded'
  | 'Failed'
  | 'Stopped'
  | 'TimedOut'
  | 'Cancelled';

export interface SparkRunDefinition {
  /** As the runner takes it (`spark-jobs/spark-submission.ts`); checked when it was made. */
  readonly submission: Readonly<Record<string, unknown>>;
  /** How many runs of what it belongs to may run at once; absent: any number. */
  readonly width?: number;
  /** What the API that it came by answers about it. */
  readonly face: Readonly<Record<string, unknown>>;
}

/** A run of Spark. Times are milliseconds since 1970. */
export interface SparkRunRecord {
  readonly id: string;
  readonly kind: SparkResourceKind;
  /** The qualified name of what it belongs to. */
  readonly parent: string;
  readonly status: SparkRunStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly exitCode?: number;
  readonly message?: string;
  readonly note?: string;
  readonly definition: SparkRunDefinition;
}

/** How a run ended. */
export interface SparkRunEnd extends Pick<SparkRunRecord, 'exitCode' | 'message' | 'note'> {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped' | 'TimedOut' | 'Cancelled';
  readonly endedAt: number;
}

/** Which runs of a resource. */
export interface RunPage {
  /** Only those behind this one. */
  readonly after?: Pick<SparkRunRecord, 'id' | 'createdAt'> | undefined;
  readonly limit: number;
  readonly statuses?: readonly SparkRunStatus[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly created?: TimeSpan;
}

const unended = ['Queued', 'Running', 'Stopping'] satisfies SparkRunStatus[];

const json = storedJson({
  what: 'run of Spark',
  schema: (z: Zod): z.ZodType<SparkRunDefinition> =>
    z.looseObject({
      submission: z.looseObject({}),
      width: z.number().exactOptional(),
      face: z.looseObject({}),
    }),
});

/** The rows of the table of runs of Spark. `db` is the store, or a transaction. */
export const sparkRunRecords = {
  async insert(
    db: Store,
    { id, kind, parent, createdAt, definition }: Omit<SparkRunRecord, 'status' | 'modifiedAt'>,
  ): Promise<void> {
    await db
      .insertInto('spark_run')
      .values({
        id,
        kind,
        parent,
        status: 'Queued' satisfies SparkRunStatus,
        creation_time: createdAt,
        last_modified_time: createdAt,
        start_time: null,
        end_time: null,
        exit_code: null,
        message: null,
        note: null,
        definition: json.encode(definition),
      })
      .execute();
  },

  async find(db: Store, id: string): Promise<SparkRunRecord | undefined> {
    const row = await db.selectFrom('spark_run').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** All of one resource, newest first. */
  async listOf(db: Store, kind: SparkResourceKind, parent: string): Promise<SparkRunRecord[]> {
    const rows = await db
      .selectFrom('spark_run')
      .selectAll()
      .where('kind', '=', kind)
      .where('parent', '=', parent)
      .orderBy('creation_time', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.map(recordOf);
  },

  /** Some runs of one resource, newest first. */
  async pageOf(
    db: Store,
    { kind, name: parent }: Pick<SparkResourceRecord, 'kind' | 'name'>,
    { after, limit, statuses, ids, created = {} }: RunPage,
  ): Promise<SparkRunRecord[]> {
    if (statuses?.length === 0 || ids?.length === 0) return [];
    let rows = db.selectFrom('spark_run').selectAll().where('kind', '=', kind).where('parent', '=', parent);
    if (after !== undefined)
      rows = rows.where((eb) => eb(eb.refTuple('creation_time', 'id'), '<', eb.tuple(after.createdAt, after.id)));
    if (statuses !== undefined) rows = rows.where('status', 'in', statuses);
    if (ids !== undefined) rows = rows.where('id', 'in', ids);
    if (created.from !== undefined) rows = rows.where('creation_time', '>=', created.from);
    if (created.before !== undefined) rows = rows.where('creation_time', '<', created.before);
    const ordered = rows.orderBy('creation_time', 'desc').orderBy('id', 'desc').limit(limit);
    return (await ordered.execute()).map(recordOf);
  },

  /** Those that have not ended, oldest first. */
  async unfinished(db: Store): Promise<SparkRunRecord[]> {
    const rows = await db
      .selectFrom('spark_run')
      .selectAll()
      .where('status', 'in', unended)
      .orderBy('creation_time')
      .orderBy('id')
      .execute();
    return rows.map(recordOf);
  },

  async countUnfinished(db: Store, kind: SparkResourceKind, parent: string): Promise<number> {
    return countRows(
      db.selectFrom('spark_run').where('kind', '=', kind).where('parent', '=', parent).where('status', 'in', unended),
    );
  },

  /** The same of several resources, by their names; those with none are left out. */
  async countsUnfinished(db: Store, kind: SparkResourceKind, parents: readonly string[]): Promise<Map<string, number>> {
    if (parents.length === 0) return new Map();
    const rows = await db
      .selectFrom('spark_run')
      .select(({ fn }) => ['parent', fn.countAll<number | string>().as('count')])
      .where('kind', '=', kind)
      .where('parent', 'in', parents)
      .where('status', 'in', unended)
      .groupBy('parent')
      .execute();
    return new Map(rows.map(({ parent, count }) => [parent, Number(count)]));
  },

  /** Queued to Running; false if it is not Queued any more. */
  async begin(db: Store, id: string, now: number): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('spark_run')
      .set({ status: 'Running' satisfies SparkRunStatus, start_time: now, last_modified_time: now })
      .where('id', '=', id)
      .where('status', '=', 'Queued' satisfies SparkRunStatus)
      .executeTakeFirst();
    return count > 0n;
  },

  /** Queued or Running to Stopping; false if it is neither. */
  async beginStop(db: Store, id: string, now: number): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('spark_run')
      .set({ status: 'Stopping' satisfies SparkRunStatus, last_modified_time: now })
      .where('id', '=', id)
      .where('status', 'in', ['Queued', 'Running'] satisfies SparkRunStatus[])
      .executeTakeFirst();
    return count > 0n;
  },

  /** False if it has ended already. */
  async end(db: Store, id: string, { status, endedAt, exitCode, message, note }: SparkRunEnd): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('spark_run')
      .set({
        status,
        end_time: endedAt,
        last_modified_time: endedAt,
        exit_code: exitCode ?? null,
        message: message ?? null,
        note: note ?? null,
      })
      .where('id', '=', id)
      .where('status', 'in', unended)
      .executeTakeFirst();
    return count > 0n;
  },

  /** Those of a resource that have ended. */
  async removeEnded(db: Store, kind: SparkResourceKind, parent: string): Promise<void> {
    await db
      .deleteFrom('spark_run')
      .where('kind', '=', kind)
      .where('parent', '=', parent)
      .where('status', 'not in', unended)
      .execute();
  },
};

const recordOf = (row: SparkRunRow): SparkRunRecord => ({
  id: row.id,
  kind: row.kind as SparkResourceKind,
  parent: row.parent,
  status: row.status as SparkRunStatus,
  createdAt: row.creation_time,
  modifiedAt: row.last_modified_time,
  definition: json.decode(row.definition, row.id),
  ...present({
    startedAt: row.start_time ?? undefined,
    endedAt: row.end_time ?? undefined,
    exitCode: row.exit_code ?? undefined,
    message: row.message ?? undefined,
    note: row.note ?? undefined,
  }),
});
