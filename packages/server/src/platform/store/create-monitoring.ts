import type { Kysely } from 'kysely';

/** Definitions of data quality jobs, schedules, and processing jobs. */
export async function createMonitoring(db: Kysely<unknown>): Promise<void> {
  const resource = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('arn', 'text', (column) => column.notNull())
      .addColumn('creation_time', 'bigint', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull());
  await resource('data_quality_definition').execute();
  await resource('monitoring_schedule')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('due', 'bigint')
    .execute();
  await resource('processing_job')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('schedule', 'text')
    .addColumn('failure_reason', 'text')
    .addColumn('exit_message', 'text')
    .addColumn('start_time', 'bigint')
    .addColumn('end_time', 'bigint')
    .execute();
  // Those that are not finished are looked for again and again.
  await db.schema.createIndex('processing_job_statuses').on('processing_job').column('status').execute();
  await db.schema
    .createIndex('processing_job_schedules')
    .on('processing_job')
    .columns(['schedule', 'creation_time'])
    .execute();
}

/** Definitions of model quality jobs. */
export async function createModelQuality(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('model_quality_definition')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
}
