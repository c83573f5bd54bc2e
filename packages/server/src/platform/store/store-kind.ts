import type { DatabaseKind } from './database-clock.ts';

/** What a store's location names: a `postgres://` address, or else a file for SQLite. Needs no database library itself. */
export function storeKind(location: string): DatabaseKind {
  return /^postgres(ql)?:\/\//.test(location) ? 'postgres' : 'sqlite';
}
