import type { DatabaseSync } from 'node:sqlite';
import { LockPatience } from '../sqlite/lock-patience.ts';
import { ObjectIndex } from './object-index.ts';
import { OutputIndex } from './output-index.ts';
import { UploadIndex } from './upload-index.ts';

/** Names of the files of content that an index names: of objects, of parts, and of outputs that are being written. */
export function contentNames(database: DatabaseSync): ReadonlySet<string> {
  const names = new Set<string>();
  const indexes = [new ObjectIndex(database, new LockPatience()), new UploadIndex(database), new OutputIndex(database)];
  for (const index of indexes) index.forEachFile((name) => names.add(name));
  return names;
}
