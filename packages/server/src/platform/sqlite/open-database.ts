import { DatabaseSync } from 'node:sqlite';
import { DatabaseFileError } from './database-file-error.ts';
import { isDatabaseLocked } from './is-database-locked.ts';

/** While the file is opened there are no requests yet: SQLite may block. */
const openingTimeoutMs = 5_000;

/**
 * Opens a database file and runs the statements that create what is missing in it. A commit has reached the disk when
 * it returns: WAL with `synchronous = FULL` survives a power cut. Afterwards a statement that finds the file locked by
 * another process fails at once, because SQLite would block the event loop: see `LockPatience`. Throws
 * `DatabaseFileError` for a file that is no database.
 */
export function openDatabase(path: string, schema = ''): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: openingTimeoutMs });
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schema} PRAGMA busy_timeout = 0;`);
    return database;
  } catch (error) {
    database?.close();
    throw isDatabaseLocked(error) ? error : new DatabaseFileError(path, error as Error);
  }
}
