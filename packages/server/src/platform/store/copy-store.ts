import { own } from '@catenary/scoring/internal/names';
import { type Kysely, sql } from 'kysely';
import { listedColumns } from './add-listed-columns.ts';
import type { Store, StoreTransaction } from './store.ts';
import type { Tables } from './tables.ts';

/** Rows that are copied in one statement. */
const rowsAtOnce = 200;

/** Every table of resources; those of the migrations are made by opening a store. */
const tables: Readonly<Record<keyof Tables, true>> = {
  model: true,
  endpoint_config: true,
  model_package_group: true,
  model_package: true,
  endpoint: true,
  transform_job: true,
  tag: true,
  lease: true,
  transform_checkpoint: true,
  transform_input: true,
  async_request: true,
  log_chunk: true,
  metric: true,
  metric_chunk: true,
  unfinished_start: true,
  alarm: true,
  alarm_event: true,
  notification: true,
  scaling: true,
  data_quality_definition: true,
  model_quality_definition: true,
  monitoring_schedule: true,
  processing_job: true,
  spark_resource: true,
  spark_run: true,
};

export const tableNames = Object.keys(tables) as readonly (keyof Tables)[];

/** Rows of each table. */
export type RowCounts = Readonly<Record<string, number>>;

/** A SQLite store, and where its rows go. */
export interface Copy {
  readonly from: Store;
  /** Schema of the other database; absent: the one that its address says. */
  readonly schema?: string;
}

/**
 * Copies all rows of SQLite stores into a database whose tables have none, in one transaction: all of them or none. Neither may
 * be in use meanwhile. Leases keep their numbers and are free: who takes one next gets a higher number than ever
 * was given, so that what was begun under an older one is refused for good. Gives the rows of each store. Throws if a row was
 * lost on the way.
 */
export async function copyStores(copies: readonly Copy[], to: Store): Promise<readonly RowCounts[]> {
  return to.transaction().execute(async (transaction) => {
    const counts: RowCounts[] = [];
    for (const copy of copies) counts.push(await copyInto(transaction, copy));
    return counts;
  });
}

async function copyInto(transaction: StoreTransaction, { from, schema }: Copy): Promise<RowCounts> {
  const counts = new Map<string, number>();
  const nameOf = (table: string) => (schema === undefined ? table : `${schema}.${table}`);
  for (const table of tableNames) {
    let copied = 0;
    for await (const rows of pagesOf(from, table)) {
      await insert(transaction, nameOf(table), rows);
      copied += rows.length;
    }
    const found = await countRows(transaction, nameOf(table));
    if (found !== copied)
      throw new Error(`Of ${copied} rows of ${nameOf(table)}, ${found} arrived: nothing was moved.`);
    counts.set(table, copied);
  }
  await sql`update ${sql.table(nameOf('lease'))} set owner = '', expires = 0`.execute(transaction);
  return Object.fromEntries(counts);
}

/** Rows of each table that has some. */
export async function countStore(store: Store): Promise<RowCounts> {
  const counts = await Promise.all(tableNames.map(async (table) => [table, await countRows(store, table)] as const));
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function countRows(store: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number | string }>`select count(*) as count from ${sql.table(table)}`.execute(
    store,
  );
  return Number(rows[0]?.count);
}

type Row = Readonly<Record<string, unknown>>;

/** In the order of SQLite's own row numbers, without what the other database fills by itself. */
async function* pagesOf(store: Store, table: string): AsyncGenerator<readonly Row[]> {
  let last = 0;
  for (;;) {
    const page = sql<Row>`select rowid as row_number, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${rowsAtOnce}`;
    const { rows } = await page.execute(store);
    if (rows.length === 0) return;
    last = Number(rows.at(-1)?.row_number);
    yield rows.map(withoutNumber);
  }
}

function withoutNumber(row: Row): Row {
  const left: ReadonlySet<string> = new Set(['row_number', ...listedColumns]);
  return Object.fromEntries(Object.entries(row).filter(([column]) => !left.has(column)));
}

async function insert(store: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => own(row, column)))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(values)}`.execute(
    store,
  );
}
