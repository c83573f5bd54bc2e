import type { Kysely, Transaction } from 'kysely';
import { migrate } from './migrate.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Tables } from './tables.ts';

/** The database of resources: models, endpoint configurations, endpoints, transform jobs, tags. */
export type Store = Kysely<Tables>;
export type StoreTransaction = Transaction<Tables>;

/** Opens the store of a data folder and brings its schema up to date. */
export async function openStore(path: string): Promise<Store> {
  const store = openSqlite(path);
  await migrate(store);
  return store;
}
