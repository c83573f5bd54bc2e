import { present } from '@catenary/scoring/internal/values';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { NewerStoreError } from './newer-store-error.ts';
import type { Tables } from './tables.ts';

/** What the migrator says of a migration that was carried out and is not known here. */
const unknown = /previously executed migration (\S+) is missing/;

export interface MigrateOptions {
  /** Where the tables are, for messages. */
  readonly place: string;
  /** That of the connections of a PostgreSQL database, which is made if need be; tables of other schemas are none of it. */
  readonly schema?: string | undefined;
}

/**
 * Brings the tables up to date; throws naming the migration that failed, or `NewerStoreError`. Running it again does nothing.
 */
export async function migrate(db: Kysely<Tables>, { place, schema }: MigrateOptions): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    ...present({ migrationTableSchema: schema }),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const [, newer] = unknown.exec(String(error)) ?? [];
    if (newer !== undefined) throw new NewerStoreError(place, newer);
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'unknown';
    throw new Error(`Database migration ${failed} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
