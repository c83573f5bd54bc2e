import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { defined, present } from '@catenary/scoring/internal/values';
import type { LockPatience } from '../sqlite/lock-patience.ts';
import { BucketIndex } from './bucket-index.ts';
import type { ContentFile } from './content-file.ts';
import { GroupCommit } from './group-commit.ts';
import { inTransaction } from './index-database.ts';
import type { CompleteOptions, ListOptions, ObjectPage } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';
import type { ObjectTags, StoredObject } from './stored-object.ts';

/** An object and the files that hold it. */
export interface IndexedObject {
  readonly object: StoredObject;
  readonly content: readonly ContentFile[];
}

/** An object and the bucket that it is published in. */
export interface PublishedObject extends IndexedObject {
  readonly bucket: string;
}

/** Which objects are in which bucket. Every method is one transaction, but puts share one. */
export class ObjectIndex {
  readonly buckets: BucketIndex;
  readonly #database: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #find: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #page: StatementSync;

  constructor(database: DatabaseSync, patience: LockPatience) {
    this.#database = database;
    this.#group = new GroupCommit(database, patience);
    this.#find = database.prepare('SELECT * FROM object WHERE bucket = ? AND key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#remove = database.prepare('DELETE FROM object WHERE bucket = ? AND key = ?');
    this.#page = database.prepare(
      'SELECT key, size, etag, modified, attributes FROM object WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
    );
    this.buckets = new BucketIndex(database);
  }

  /** `further` is done in the same transaction. */
  deleteBucket(name: string, further: () => void): void {
    inTransaction(this.#database, () => {
      this.buckets.require(name);
      if (this.#page.get(name, lowestKey, highestKey, 1) !== undefined)
        throw new ObjectStoreError('BucketNotEmpty', `The bucket ${name} is not empty: delete its objects first.`);
      this.buckets.remove(name);
      further();
    });
  }

  find(bucket: string, key: string): IndexedObject | undefined {
    const row = this.#find.get(bucket, Buffer.from(key)) as ObjectRow | undefined;
    return row === undefined ? undefined : fromRow(row);
  }

  /** Throws NoSuchKey. */
  require(bucket: string, key: string): IndexedObject {
    const found = this.find(bucket, key);
    if (found === undefined) throw new ObjectStoreError('NoSuchKey', `The key ${key} does not exist in ${bucket}.`);
    return found;
  }

  /**
   * Publishes an object: from this commit on it is the one. Gives the files of the one it replaces. `further` is done
   * in the same transaction. Objects that are published at the same time wait for the disk together.
   */
  publish(published: PublishedObject, conditions: Conditions, further?: () => void): Promise<readonly ContentFile[]> {
    return this.#group.run(() => this.#replace(published, conditions, further));
  }

  /** The same before it returns: nothing else comes in between. */
  publishAtOnce(published: PublishedObject, conditions: Conditions, further: () => void): readonly ContentFile[] {
    return inTransaction(this.#database, () => this.#replace(published, conditions, further));
  }

  #replace(
    { bucket, object, content }: PublishedObject,
    conditions: Conditions,
    further?: () => void,
  ): readonly ContentFile[] {
    this.buckets.require(bucket);
    const replaced = this.find(bucket, object.key);
    checkConditions(replaced?.object, object.key, conditions);
    const { key, size, etag, modified, ...attributes } = object;
    const files = JSON.stringify(content.map(toStored));
    this.#put.run(bucket, Buffer.from(key), size, etag, modified, files, JSON.stringify(attributes));
    further?.();
    return replaced?.content ?? [];
  }

  /** Throws NoSuchKey. */
  putTags(bucket: string, key: string, tags: ObjectTags): void {
    inTransaction(this.#database, () => {
      this.buckets.require(bucket);
      const {
        key: _key,
        size: _size,
        etag: _etag,
        modified: _modified,
        ...attributes
      } = this.require(bucket, key).object;
      this.#database
        .prepare('UPDATE object SET attributes = ? WHERE bucket = ? AND key = ?')
        .run(JSON.stringify({ ...attributes, tags }), bucket, Buffer.from(key));
    });
  }

  /** Returns the files of those that were there. */
  remove(bucket: string, keys: readonly string[]): ContentFile[] {
    return inTransaction(this.#database, () => {
      this.buckets.require(bucket);
      const files: ContentFile[] = [];
      for (const key of keys) {
        files.push(...(this.find(bucket, key)?.content ?? []));
        this.#remove.run(bucket, Buffer.from(key));
      }
      return files;
    });
  }

  list(bucket: string, options: ListOptions): ObjectPage {
    this.buckets.require(bucket);
    const { prefix = '', startAfter = '', delimiter = '', maxKeys = 1000 } = options;
    const objects: StoredObject[] = [];
    const commonPrefixes: string[] = [];
    let last: string | undefined;
    let from = firstKeyOfPage(prefix, startAfter, delimiter);
    const end = afterPrefix(Buffer.from(prefix));
    for (;;) {
      const left = maxKeys - objects.length - commonPrefixes.length;
      let skipTo: Buffer | undefined;
      let rows = 0;
      for (const row of this.#page.iterate(bucket, from, end, left + 1) as Iterable<Omit<ObjectRow, 'content'>>) {
        if (objects.length + commonPrefixes.length === maxKeys)
          return { objects, commonPrefixes, isTruncated: maxKeys > 0, ...present({ next: last }) };
        rows++;
        const key = keyOf(row);
        const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
        if (cut < 0) {
          objects.push(objectOf(row));
          last = key;
        } else {
          last = key.slice(0, cut + delimiter.length);
          commonPrefixes.push(last);
          skipTo = afterPrefix(Buffer.from(last));
          break;
        }
      }
      if (skipTo === undefined || rows === 0) return { objects, commonPrefixes, isTruncated: false };
      from = skipTo;
    }
  }

  /** Calls back with the name of every file that an object is made of. */
  forEachFile(each: (name: string) => void): void {
    for (const row of this.#database.prepare('SELECT content FROM object').iterate() as Iterable<ObjectRow>)
      for (const file of contentOf(row)) if (file.inline === undefined) each(file.name);
  }
}

export type Conditions = Pick<CompleteOptions, 'onlyIfAbsent' | 'onlyIfEtag'>;

interface ObjectRow {
  readonly key: Uint8Array;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly content: string;
  readonly attributes: string;
}

const lowestKey = Buffer.alloc(0);
/** No UTF-8 has this byte. */
const highestKey = Buffer.from([0xff]);

const keyOf = (row: Pick<ObjectRow, 'key'>) => Buffer.from(row.key).toString();

/** Name and size of a file, and the bytes in base64 where there is none. */
type StoredFile = [name: string, size: number, inline?: string];

const toStored = ({ name, size, inline }: ContentFile): StoredFile =>
  inline === undefined ? [name, size] : [name, size, inline.toString('base64')];

const contentOf = (row: ObjectRow): ContentFile[] =>
  (JSON.parse(row.content) as StoredFile[]).map(([name, size, inline]) =>
    inline === undefined ? { name, size } : { name, size, inline: Buffer.from(inline, 'base64') },
  );

function objectOf(row: Omit<ObjectRow, 'content'>): StoredObject {
  const attributes = JSON.parse(row.attributes) as Pick<StoredObject, 'checksums' | 'checksumType'>;
  const { size, etag, modified } = row;
  return { key: keyOf(row), size, etag, modified, ...attributes };
}

const fromRow = (row: ObjectRow): IndexedObject => ({ object: objectOf(row), content: contentOf(row) });

/** The lowest key that comes after all keys with the prefix. The last byte of UTF-8 is never 0xff. */
export function afterPrefix(prefix: Buffer): Buffer {
  if (prefix.length === 0) return highestKey;
  const end = Buffer.from(prefix);
  end[end.length - 1] = defined(end.at(-1)) + 1;
  return end;
}

function firstKeyOfPage(prefix: string, startAfter: string, delimiter: string): Buffer {
  const start = Buffer.from(prefix);
  if (startAfter === '') return start;
  const isCommonPrefix =
    delimiter !== '' &&
    startAfter.startsWith(prefix) &&
    startAfter.indexOf(delimiter, prefix.length) === startAfter.length - delimiter.length &&
    startAfter.length >= prefix.length + delimiter.length;
  const after = isCommonPrefix ? afterPrefix(Buffer.from(startAfter)) : Buffer.from(`${startAfter}\0`);
  return Buffer.compare(after, start) > 0 ? after : start;
}

function checkConditions(
  existing: StoredObject | undefined,
  key: string,
  { onlyIfAbsent, onlyIfEtag }: Conditions,
): void {
  if (onlyIfAbsent === true && existing !== undefined) throw conditionFailed('If-None-Match');
  if (onlyIfEtag === undefined) return;
  if (existing === undefined) throw new ObjectStoreError('NoSuchKey', `The key ${key} does not exist.`);
  if (existing.etag !== onlyIfEtag && onlyIfEtag !== '*') throw conditionFailed('If-Match');
}

const conditionFailed = (Condition: string) =>
  new ObjectStoreError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition,
  });
