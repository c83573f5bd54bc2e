import type { Kysely } from 'kysely';

/** What is scaled, and how. */
export async function createScalingTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('scaling')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('resource_id', 'text', (column) => column.notNull())
    .addColumn('dimension', 'text', (column) => column.notNull())
    .addColumn('creation_time', 'bigint', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('scaling_kinds').on('scaling').columns(['kind', 'region']).execute();
}
