import type { Kysely } from 'kysely';

/** What runs of Spark belong to, and the runs. */
export async function createSparkTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spark_resource')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('spark_run')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('parent', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('start_time', 'bigint')
    .addColumn('end_time', 'bigint')
    .addColumn('exit_code', 'integer')
    .addColumn('message', 'text')
    .addColumn('note', 'text')
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  // Those that are not finished are looked for again and again.
  await db.schema.createIndex('spark_run_statuses').on('spark_run').column('status').execute();
  await db.schema
    .createIndex('spark_run_parents')
    .on('spark_run')
    .columns(['kind', 'parent', 'creation_time'])
    .execute();
}
