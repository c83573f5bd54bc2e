import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const later = '000099_later';

/** The database of a data folder as a version left it that has a change of the tables more. `undo`: as it was before. */
export function asNewerVersion(data: string, undo = false): void {
  const database = new DatabaseSync(join(data, 'catenary.sqlite'));
  if (undo) database.prepare('delete from kysely_migration where name = ?').run(later);
  else database.prepare('insert into kysely_migration values (?, ?)').run(later, '2030-01-01T00:00:00.000Z');
  database.close();
}
