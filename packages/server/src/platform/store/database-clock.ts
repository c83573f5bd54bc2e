import { type RawBuilder, sql } from 'kysely';

/**
 * The clock of each kind of database, as an expression: milliseconds since 1970. Leases are compared by it alone, so
 * that servers whose own clocks differ agree on who holds what. Both give the time of the statement, not that of the
 * transaction's start.
 */
export const databaseClocks = {
  sqlite: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
} satisfies Record<string, RawBuilder<number>>;

/** One of them. */
export type DatabaseClock = RawBuilder<number>;

export type DatabaseKind = keyof typeof databaseClocks;
