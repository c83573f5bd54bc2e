import { DatabaseSync } from 'node:sqlite';

/** Another process holds the data folder. */
export class FolderInUseError extends Error {}

/**
 * Takes a data folder for this process: an exclusive SQLite lock, which the system gives back however the process ends.
 * Returns what gives it back earlier.
 */
export function lockFolder(path: string): () => void {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (/locked|busy/i.test((error as Error).message))
      throw new FolderInUseError('Another server is using this data folder. Stop it, or name another with --data.');
    throw error;
  }
  return () => database.close();
}
