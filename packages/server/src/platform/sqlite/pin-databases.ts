import { DatabaseSync } from 'node:sqlite';

/** How long the writer of a file is waited for, milliseconds: its transactions take thousandths of that. */
const lockTimeoutMs = 5_000;

/**
 * Opens database files as they are at one and the same moment: what each connection reads stays that, whatever another
 * process writes meanwhile. `whileLocked` runs at that moment, while no process can write to any of them, so it must be quick.
 * All of them are in WAL mode. Whoever calls it closes them.
 */
export function pinDatabases(
  paths: readonly string[],
  whileLocked: (databases: readonly DatabaseSync[]) => void,
): readonly DatabaseSync[] {
  const pinned: DatabaseSync[] = [];
  const locks: DatabaseSync[] = [];
  try {
    for (const path of paths) {
      const lock = new DatabaseSync(path, { timeout: lockTimeoutMs });
      locks.push(lock);
      lock.exec('BEGIN IMMEDIATE');
    }
    for (const path of paths) {
      const database = new DatabaseSync(path, { timeout: lockTimeoutMs });
      pinned.push(database);
      // A transaction that only reads sees the file as it was at its first read.
      database.exec('BEGIN');
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
    }
    whileLocked(pinned);
    return pinned;
  } catch (error) {
    for (const database of pinned) database.close();
    throw error;
  } finally {
    for (const lock of locks) lock.close();
  }
}
