import { DatabaseSync } from 'node:sqlite';
import { DatabaseFileError } from '../sqlite/database-file-error.ts';
import { isDatabaseLocked } from '../sqlite/is-database-locked.ts';

/** Another process holds the data folder. */
export class FolderInUseError extends Error {}

/**
 * Takes a data folder for this process: an exclusive SQLite lock, which the system gives back however the process ends.
 * Returns what gives it back earlier. Throws `FolderInUseError`, or `DatabaseFileError`.
 */
export function lockFolder(path: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isDatabaseLocked(error)) throw new FolderInUseError(`Another process holds ${path}.`);
    throw new DatabaseFileError(path, error as Error);
  }
  const taken = database;
  return () => taken.close();
}
