import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './database-clock.ts';

/** The type of a place: it is sorted by its bytes, whatever the order of the database's own language is. */
const placeType: Readonly<Record<DatabaseKind, RawBuilder<string>>> = {
  sqlite: sql`text`,
  postgres: sql`text collate "C"`,
};

const regionOfName: Readonly<Record<DatabaseKind, RawBuilder<string>>> = {
  sqlite: sql`substr(name, 1, instr(name, '/') - 1)`,
  postgres: sql`split_part(name, '/', 1)`,
};

/**
 * What lists of alarms, of scaling, and of what runs of Spark belong to are read by, as `add-listed-columns.ts` gives it to other
 * resources; and when executions of monitoring schedules were due.
 */
export async function addPlaces(db: Kysely<unknown>): Promise<void> {
  const kind = db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
  await addColumn(db, 'spark_resource', sql`listed_region text ${generated(kind, regionOfName[kind])}`);
  const places: Readonly<Record<string, RawBuilder<string>>> = {
    spark_resource: sql`name`,
    alarm: sql`name`,
    scaling: sql`resource_id || ' ' || name || ' ' || dimension`,
  };
  for (const [table, place] of Object.entries(places))
    await addColumn(db, table, sql`listed_place ${placeType[kind]} ${generated(kind, place)}`);
  await addIndexes(db);
  await addScheduledTimes(db);
}

const addColumn = (db: Kysely<unknown>, table: string, column: RawBuilder<unknown>) =>
  sql`alter table ${sql.table(table)} add column ${column}`.execute(db);

/** SQLite adds columns to a table only if it need not write them; PostgreSQL 15 knows no others than those that it writes. */
const generated = (kind: DatabaseKind, of: RawBuilder<string>) =>
  sql`generated always as (${of}) ${sql.raw(kind === 'postgres' ? 'stored' : 'virtual')}`;

const indexes = {
  spark_resource_listed_times: ['spark_resource', 'kind', 'listed_region', 'creation_time', 'listed_place'],
  spark_resource_listed_names: ['spark_resource', 'kind', 'listed_region', 'listed_place'],
  alarm_listed_names: ['alarm', 'region', 'listed_place'],
  alarm_event_order: ['alarm_event', 'time', 'id'],
  scaling_listed_names: ['scaling', 'kind', 'region', 'listed_place'],
} as const;

async function addIndexes(db: Kysely<unknown>): Promise<void> {
  for (const [name, [table, ...columns]] of Object.entries(indexes))
    await db.schema.createIndex(name).on(table).columns(columns).execute();
}

interface StoredExecution {
  readonly name: string;
  readonly definition: string;
}

/** The time stays unknown where a definition cannot be read, or a server of an older version writes the row. */
async function addScheduledTimes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('processing_job').addColumn('scheduled_time', 'bigint').execute();
  for (let last = ''; ; ) {
    const { rows } = await sql<StoredExecution>`select name, definition from processing_job
      where schedule is not null and name > ${last} order by name limit 200`.execute(db);
    for (const { name, definition } of rows) {
      const time = scheduledTimeIn(definition);
      if (time !== undefined)
        await sql`update processing_job set scheduled_time = ${time} where name = ${name}`.execute(db);
    }
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.name;
  }
}

function scheduledTimeIn(definition: string): number | undefined {
  try {
    const { execution } = JSON.parse(definition) as { readonly execution?: { readonly scheduledTime?: unknown } };
    const time = execution?.scheduledTime;
    return typeof time === 'number' && Number.isSafeInteger(time) ? time : undefined;
  } catch {
    return undefined;
  }
}
