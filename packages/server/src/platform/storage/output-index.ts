import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { present } from '@catenary/scoring/internal/values';
import { ObjectStoreError } from './object-store-error.ts';
import type { StoredObject } from './stored-object.ts';

/** An output that was begun: its spool file, or the object that was made of it. */
export interface IndexedOutput {
  readonly file: string;
  readonly published?: StoredObject;
}

/** Outputs that have a spool file. A row stays until it is dropped, so that publishing twice does it once. */
export class OutputIndex {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT file, published FROM output WHERE id = ? AND bucket = ? AND key = ?');
  }

  create(id: string, place: { bucket: string; key: string }, file: string): void {
    this.#database
      .prepare('INSERT INTO output VALUES (?, ?, ?, ?, NULL)')
      .run(id, place.bucket, Buffer.from(place.key), file);
  }

  find(id: string, { bucket, key }: { bucket: string; key: string }): IndexedOutput | undefined {
    const row = this.#find.get(id, bucket, Buffer.from(key)) as { file: string; published: string | null } | undefined;
    if (row === undefined) return undefined;
    const { file, published } = row;
    return {
      file,
      ...present({ published: published === null ? undefined : (JSON.parse(published) as StoredObject) }),
    };
  }

  /** Outputs to a key that were not published. */
  unpublished({ bucket, key }: { bucket: string; key: string }): { readonly id: string; readonly file: string }[] {
    const select = 'SELECT id, file FROM output WHERE bucket = ? AND key = ? AND published IS NULL';
    return this.#database.prepare(select).all(bucket, Buffer.from(key)) as unknown as { id: string; file: string }[];
  }

  /** Throws NoSuchUpload. */
  require(id: string, place: { bucket: string; key: string }): IndexedOutput {
    const found = this.find(id, place);
    if (found === undefined)
      throw new ObjectStoreError('NoSuchUpload', `The output ${place.key} that was begun before is gone: begin again.`);
    return found;
  }

  /** To be called within the transaction that publishes the object. */
  markPublished(id: string, object: StoredObject): void {
    this.#database.prepare('UPDATE output SET published = ? WHERE id = ?').run(JSON.stringify(object), id);
  }

  forget(id: string): void {
    this.#database.prepare('DELETE FROM output WHERE id = ?').run(id);
  }

  forEachFile(each: (name: string) => void): void {
    const rows = this.#database.prepare('SELECT file FROM output WHERE published IS NULL').iterate();
    for (const row of rows as Iterable<unknown> as Iterable<{ file: string }>) each(row.file);
  }
}
