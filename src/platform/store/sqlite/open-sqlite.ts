import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * Opens the database file. Acknowledged means on disk: WAL with `synchronous = FULL` survives a power cut.
 */
export function openSqlite(path: string): Kysely<Tables> {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(database) }) });
}

const nothingDone = { changes: 0, lastInsertRowid: 0 };

/** node:sqlite in the few calls that Kysely's SQLite dialect makes of better-sqlite3. */
function forKysely(database: DatabaseSync): ConstructorParameters<typeof SqliteDialect>[0]['database'] {
  return {
    close: () => database.close(),
    prepare: (sql: string) => {
      const statement = database.prepare(sql);
      return {
        // Only statements that return rows have columns.
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as string[])),
        // Of a statement that found the disk full, SQLite takes the transaction back itself: what is to be told is that.
        run: (parameters) =>
          sql === 'rollback' && !database.isTransaction ? nothingDone : statement.run(...(parameters as string[])),
        iterate: (parameters) => statement.iterate(...(parameters as string[])) as IterableIterator<unknown>,
      };
    },
  } as ConstructorParameters<typeof SqliteDialect>[0]['database'];
}
