import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addListedColumns } from './add-listed-columns.ts';
import { addPlaces } from './add-places.ts';
import { createModelQuality, createMonitoring } from './create-monitoring.ts';
import { createNotificationTable } from './create-notification-table.ts';
import { createScalingTable } from './create-scaling-table.ts';
import { createSparkTables } from './create-spark-tables.ts';

/** Every migration, in order; a released one is never edited. */
export const migrations: Record<string, Migration> = {
  '000001_resources': { up: createResources },
  '000002_leases': { up: createLeases },
  '000003_checkpoints': { up: createCheckpoints },
  '000004_logs': { up: createLogs },
  '000005_starts': { up: createStarts },
  '000006_regions': { up: qualifyNames },
  '000007_log_sums': { up: indexLogs },
  '000008_model_packages': { up: createModelPackages },
  '000009_metrics': { up: createMetrics },
  '000010_deployment_configs': { up: addDeploymentConfigs },
  '000011_alarms': { up: createAlarms },
  '000012_async_requests': { up: createAsyncRequests },
  '000013_scaling': { up: createScalingTable },
  '000014_monitoring': { up: createMonitoring },
  '000015_spark': { up: createSparkTables },
  '000016_model_quality': { up: createModelQuality },
  '000017_notifications': { up: createNotificationTable },
  '000018_listed': { up: addListedColumns },
  '000019_places': { up: addPlaces },
};

async function createResources(db: Kysely<unknown>): Promise<void> {
  for (const table of ['model', 'endpoint_config']) {
    await db.schema
      .createTable(table)
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('arn', 'text', (column) => column.notNull())
      .addColumn('creation_time', 'bigint', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .execute();
  }
  await db.schema
    .createTable('endpoint')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('name_lower', 'text', (column) => column.notNull().unique())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('failure_reason', 'text')
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('config_name', 'text', (column) => column.notNull())
    .addColumn('active', 'text')
    .addColumn('pending', 'text')
    .execute();
  await db.schema
    .createTable('transform_job')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('failure_reason', 'text')
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('start_time', 'bigint')
    .addColumn('end_time', 'bigint')
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('containers', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('tag')
    .addColumn('resource_arn', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_key', ['resource_arn', 'key'])
    .execute();
}

async function createLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lease')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('token', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .execute();
}

async function createCheckpoints(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('transform_checkpoint')
    .addColumn('job', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('transform_input')
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('objects', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('transform_input_part', ['job', 'part'])
    .execute();
}

async function createLogs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('log_chunk')
    .addColumn('group_name', 'text', (column) => column.notNull())
    .addColumn('stream_name', 'text', (column) => column.notNull())
    .addColumn('first_event', 'bigint', (column) => column.notNull())
    .addColumn('event_count', 'integer', (column) => column.notNull())
    .addColumn('first_time', 'bigint', (column) => column.notNull())
    .addColumn('last_time', 'bigint', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('log_chunk_key', ['group_name', 'stream_name', 'first_event'])
    .execute();
}

async function createStarts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('unfinished_start')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('unfinished_start_key', ['name', 'owner'])
    .execute();
}

interface NamedRow {
  readonly name: string;
  readonly arn: string;
}

/**
 * Names are unique for each region: they become `us-east-1/name`. The region of existing rows is taken from their ARNs.
 */
async function qualifyNames(db: Kysely<unknown>): Promise<void> {
  for (const table of ['model', 'endpoint_config', 'endpoint', 'transform_job']) {
    const { rows } = await sql<NamedRow>`select name, arn from ${sql.table(table)}`.execute(db);
    for (const row of rows) await qualifyName(db, table, row);
  }
  // Rows whose region is not known: the lines of containers so far, and starts that did not end.
  await sql`delete from log_chunk`.execute(db);
  await sql`delete from unfinished_start`.execute(db);
}

async function qualifyName(db: Kysely<unknown>, table: string, { name, arn }: NamedRow): Promise<void> {
  const qualified = `${arn.split(':')[3]}/${name}`;
  await sql`update ${sql.table(table)} set name = ${qualified} where name = ${name}`.execute(db);
  if (table === 'endpoint') {
    const lower = qualified.toLowerCase();
    await sql`update endpoint set name_lower = ${lower} where name = ${qualified}`.execute(db);
  }
  if (table !== 'transform_job') return;
  for (const part of ['transform_checkpoint', 'transform_input'])
    await sql`update ${sql.table(part)} set job = ${qualified} where job = ${name}`.execute(db);
}

/** Times and sizes of streams are added up from the index alone: the events beside them are many times as large. */
async function indexLogs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('log_chunk_sums')
    .on('log_chunk')
    .columns(['group_name', 'stream_name', 'first_time', 'last_time', 'bytes'])
    .execute();
}

async function createModelPackages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('model_package_group')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('arn', 'text', (column) => column.notNull().unique())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('last_version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('model_package')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('arn', 'text', (column) => column.notNull().unique())
    .addColumn('group_name', 'text')
    .addColumn('version', 'integer')
    .addColumn('client_token', 'text', (column) => column.unique())
    .addColumn('approval_status', 'text')
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('last_modified_time', 'bigint', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('model_package_versions').on('model_package').column('group_name').execute();
}

async function createMetrics(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('metric')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('namespace', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('dimensions', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('last_hour', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('metric_names').on('metric').columns(['region', 'namespace', 'name']).execute();
  await db.schema
    .createTable('metric_chunk')
    .addColumn('metric', 'text', (column) => column.notNull())
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('points', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('metric_chunk_key', ['metric', 'hour', 'source'])
    .execute();
  // Hours are added up, and dropped, without a look at the values.
  await db.schema.createIndex('metric_chunk_sums').on('metric_chunk').columns(['hour', 'bytes']).execute();
}

async function addDeploymentConfigs(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('endpoint').addColumn('deployment_config', 'text').execute();
}

async function createAlarms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alarm')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('configured', 'bigint', (column) => column.notNull())
    .addColumn('state_value', 'text', (column) => column.notNull())
    .addColumn('state_reason', 'text', (column) => column.notNull())
    .addColumn('state_reason_data', 'text')
    .addColumn('state_updated', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('alarm_event')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('alarm', 'text', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('alarm_event_times').on('alarm_event').columns(['alarm', 'time']).execute();
}

async function createAsyncRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('async_request')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('endpoint', 'text', (column) => column.notNull())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('token', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('async_request_queue')
    .on('async_request')
    .columns(['endpoint', 'creation_time', 'id'])
    .execute();
}
