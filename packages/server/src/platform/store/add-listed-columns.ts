import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './database-clock.ts';

/** Tables of what callers list. */
const tables = [
  'model',
  'endpoint_config',
  'model_package_group',
  'model_package',
  'endpoint',
  'transform_job',
  'data_quality_definition',
  'model_quality_definition',
  'monitoring_schedule',
  'processing_job',
] as const;

/** The columns that the database fills by itself. */
export const listedColumns = ['listed_region', 'listed_place'] as const;

interface Words {
  /** The region that a name is qualified by. */
  readonly region: RawBuilder<string>;
  /** The version of a package, so that text sorts as numbers do: ten digits are more than an `integer` has. */
  readonly version: RawBuilder<string>;
  /** Names are sorted by their bytes, whatever the order of the database's own language is. */
  readonly placeType: RawBuilder<string>;
}

const words: Readonly<Record<DatabaseKind, Words>> = {
  sqlite: {
    region: sql`substr(name, 1, instr(name, '/') - 1)`,
    version: sql`substr('000000000' || coalesce(version, 0), -10)`,
    placeType: sql`text`,
  },
  postgres: {
    region: sql`split_part(name, '/', 1)`,
    version: sql`lpad(coalesce(version, 0)::text, 10, '0')`,
    placeType: sql`text collate "C"`,
  },
};

/**
 * What lists are read by: the region of a name, and its place among those of the same time. The database makes both of
 * what is there, so a server of an older version, which does not know them, writes them as well.
 */
export async function addListedColumns(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  for (const table of tables) await addTo(db, table, isPostgres ? 'postgres' : 'sqlite');
}

async function addTo(db: Kysely<unknown>, table: (typeof tables)[number], kind: DatabaseKind): Promise<void> {
  const { region, version, placeType } = words[kind];
  const place = table === 'model_package' ? sql`coalesce(group_name, name) || '/' || ${version}` : sql`name`;
  // SQLite adds columns to a table only if it need not write them; PostgreSQL 15 knows no others than those that it writes.
  const kept = sql.raw(kind === 'postgres' ? 'stored' : 'virtual');
  const columns = [sql`listed_region text generated always as (${region}) ${kept}`];
  columns.push(sql`listed_place ${placeType} generated always as (${place}) ${kept}`);
  for (const column of columns) await sql`alter table ${sql.table(table)} add column ${column}`.execute(db);
  for (const [name, by] of Object.entries({ times: ['creation_time', 'listed_place'], names: ['listed_place'] }))
    await db.schema
      .createIndex(`${table}_listed_${name}`)
      .on(table)
      .columns(['listed_region', ...by])
      .execute();
}
