import { type Kysely, sql, type Transaction } from 'kysely';
import type { Logger } from '../observe/logger.ts';
import { type DatabaseClock, databaseClocks } from './database-clock.ts';
import { Leases } from './leases.ts';
import { migrate } from './migrate.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { storeKind } from './store-kind.ts';
import type { Tables } from './tables.ts';
import { withoutPassword } from './without-password.ts';

/** The database of resources: models, endpoint configurations, endpoints, transform jobs, tags. */
export type Store = Kysely<Tables>;
export type StoreTransaction = Transaction<Tables>;

export interface StoreOptions {
  /** A `postgres://` address, or the path of a database file of this server's own. */
  readonly location: string;
  /** Schema of a PostgreSQL database, which is made if need be. Absent: the one that the address says. */
  readonly schema?: string;
  /** Who takes leases: the same after a restart, another for each server of a store. */
  readonly owner: string;
  /** How long a server may be silent before another takes up its work, milliseconds. */
  readonly leaseMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

export interface OpenedStore {
  readonly store: Store;
  readonly leases: Leases;
  /** The database's own clock, milliseconds since 1970: leases are judged by it. */
  readonly clock: DatabaseClock;
  /** Whether other servers may use the same store. */
  readonly isShared: boolean;
}

/** Opens the store and brings its schema up to date. Throws `StoreUnreachableError` for a database that is not there, `NewerStoreError`. */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const kind = storeKind(options.location);
  const store = kind === 'postgres' ? await openShared(options) : openSqlite(options.location);
  try {
    const schema = options.schema ?? (kind === 'postgres' ? await currentSchema(store) : undefined);
    const place = kind === 'postgres' ? withoutPassword(options.location) : options.location;
    await migrate(store, { place, schema });
  } catch (error) {
    await store.destroy();
    throw error;
  }
  const { owner, leaseMs: ttlMs, log } = options;
  const clock = databaseClocks[kind];
  return {
    store,
    clock,
    leases: new Leases({ store, clock, owner, ttlMs, log }),
    isShared: kind === 'postgres',
  };
}

/** Where tables are made and found that are named without a schema: another one may have tables of the same names. */
async function currentSchema(store: Store): Promise<string | undefined> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(store);
  return rows[0]?.name ?? undefined;
}

async function openShared(options: StoreOptions): Promise<Store> {
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return openPostgres(options.location, options);
}
