import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ContentFile } from './content-file.ts';
import { inTransaction } from './index-database.ts';
import { afterPrefix } from './object-index.ts';
import type { Part, Upload, UploadTarget } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';
import type { ObjectAttributes } from './stored-object.ts';

/** An upload and the attributes that its object will have. */
export interface IndexedUpload {
  readonly upload: Upload;
  readonly attributes: ObjectAttributes;
}

/** A part and the file that holds it. */
export interface IndexedPart {
  readonly part: Part;
  readonly file: string;
}

/** Multipart uploads under way and their parts. */
export class UploadIndex {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #parts: StatementSync;
  readonly #putPart: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?');
    this.#parts = database.prepare('SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?');
    this.#putPart = database.prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  create(bucket: string, { upload, attributes }: IndexedUpload): void {
    const { id, key, created, ...rest } = upload;
    const text = JSON.stringify({ upload: rest, attributes });
    this.#database
      .prepare('INSERT INTO upload VALUES (?, ?, ?, ?, ?)')
      .run(id, bucket, Buffer.from(key), created, text);
  }

  /** Throws NoSuchUpload. */
  find({ bucket, key, uploadId: id }: UploadTarget): IndexedUpload {
    const row = this.#find.get(id, bucket, Buffer.from(key)) as UploadRow | undefined;
    if (row === undefined)
      throw new ObjectStoreError(
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      );
    return fromRow(row);
  }

  list(bucket: string, prefix: string): Upload[] {
    const start = Buffer.from(prefix);
    return this.#database
      .prepare('SELECT * FROM upload WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, created')
      .all(bucket, start, afterPrefix(start))
      .map((row) => fromRow(row as unknown as UploadRow).upload);
  }

  /** Keeps a part; returns the file of an earlier one with its number. Throws NoSuchUpload if it is over meanwhile. */
  putPart(target: UploadTarget, { part, file }: IndexedPart): ContentFile[] {
    return inTransaction(this.#database, () => {
      this.find(target);
      const { uploadId: id } = target;
      const [replaced] = this.parts(id, part.number - 1, 1).filter((other) => other.part.number === part.number);
      const { number, size, etag, modified, checksums } = part;
      this.#putPart.run(id, number, size, etag, modified, file, JSON.stringify(checksums));
      return replaced === undefined ? [] : [{ name: replaced.file, size: replaced.part.size }];
    });
  }

  parts(id: string, after = 0, limit = -1): IndexedPart[] {
    return this.#parts.all(id, after, limit).map((row) => {
      const { number, size, etag, modified, checksums, file } = row as unknown as PartRow;
      return { part: { number, size, etag, modified, checksums: JSON.parse(checksums) as Part['checksums'] }, file };
    });
  }

  /** The files of all parts. */
  files(id: string): ContentFile[] {
    return this.parts(id).map(({ part, file }) => ({ name: file, size: part.size }));
  }

  /** To be called within a transaction. */
  forget(id: string): void {
    this.#database.prepare('DELETE FROM part WHERE upload = ?').run(id);
    this.#database.prepare('DELETE FROM upload WHERE id = ?').run(id);
  }

  /** Ends an upload; returns the files of its parts. Throws NoSuchUpload. */
  abort(target: UploadTarget): ContentFile[] {
    return inTransaction(this.#database, () => {
      this.find(target);
      const files = this.files(target.uploadId);
      this.forget(target.uploadId);
      return files;
    });
  }

  forEachFile(each: (name: string) => void): void {
    for (const row of this.#database.prepare('SELECT file FROM part').iterate() as Iterable<PartRow>) each(row.file);
  }
}

interface UploadRow {
  readonly id: string;
  readonly key: Uint8Array;
  readonly created: number;
  readonly attributes: string;
}

interface PartRow {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly checksums: string;
  readonly file: string;
}

function fromRow(row: UploadRow): IndexedUpload {
  const { upload, attributes } = JSON.parse(row.attributes) as {
    upload: Pick<Upload, 'checksumType'>;
    attributes: ObjectAttributes;
  };
  return { upload: { id: row.id, key: Buffer.from(row.key).toString(), created: row.created, ...upload }, attributes };
}
