import type { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { LockPatience } from '../../sqlite/lock-patience.ts';
import { openDatabase } from '../../sqlite/open-database.ts';
import type { RetryRule } from '../retry/retry-rule.ts';
import { retryingDialect } from '../retry/retrying-dialect.ts';
import type { Tables } from '../tables.ts';

/**
 * Opens the database file. A transaction takes the file's lock as it begins: if another process has it, the transaction
 * waits then, and not in the middle.
 */
export function openSqlite(path: string): Kysely<Tables> {
  const database = openDatabase(path);
  const patience = new LockPatience();
  const dialect = new SqliteDialect({ database: forKysely(database) });
  const rule: RetryRule = async ({ error }) => ((await patience.waitAfter(error)) ? 'same connection' : undefined);
  return new Kysely<Tables>({ dialect: retryingDialect(dialect, rule, 'begin immediate') });
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
        // After a statement that found the disk full, SQLite has rolled back by itself: that statement's error is the one to report.
        run: (parameters) =>
          sql === 'rollback' && !database.isTransaction ? nothingDone : statement.run(...(parameters as string[])),
        iterate: (parameters) => statement.iterate(...(parameters as string[])) as IterableIterator<unknown>,
      };
    },
  };
}
