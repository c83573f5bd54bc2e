import { DatabaseSync } from 'node:sqlite';

/** Another process's lock of a database file, as a backup or a shell takes it. */
export function lockDatabase(path: string): { release(): void } {
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  return {
    release: () => {
      other.exec('ROLLBACK');
      other.close();
    },
  };
}
