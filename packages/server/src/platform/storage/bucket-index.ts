import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BucketChange, BucketSettings } from './bucket-settings.ts';
import { inTransaction } from './index-database.ts';
import type { Bucket } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';

/** Which buckets there are, and what is kept of them besides their objects. */
export class BucketIndex {
  readonly #database: DatabaseSync;
  readonly #known: StatementSync;
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#known = database.prepare('SELECT 1 FROM bucket WHERE name = ?');
    this.#find = database.prepare(`${bucketRows} WHERE name = ?`);
  }

  /** False if it was there already: then it is left as it is. */
  create(name: string, created: number, settings: BucketSettings): boolean {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO bucket VALUES (?, ?)');
    return inTransaction(this.#database, () => {
      const isNew = Number(insert.run(name, created).changes) > 0;
      if (isNew) this.#set(name, settings);
      return isNew;
    });
  }

  /** Throws NoSuchBucket. */
  change(name: string, changed: BucketChange): void {
    inTransaction(this.#database, () => {
      const row = this.#row(name);
      if (row === undefined) throw noSuchBucket(name);
      this.#set(name, { ...settingsOf(row), ...changed });
    });
  }

  find(name: string): Bucket | undefined {
    const row = this.#row(name);
    return row === undefined ? undefined : bucketOf(row);
  }

  list(): Bucket[] {
    const rows = this.#database.prepare(`${bucketRows} ORDER BY name`).all() as unknown as BucketRow[];
    return rows.map(bucketOf);
  }

  /** Throws NoSuchBucket. Every write asks it: the settings, which may be long, are not read. */
  require(name: string): void {
    if (this.#known.get(name) === undefined) throw noSuchBucket(name);
  }

  /** To be called within a transaction. */
  remove(name: string): void {
    this.#database.prepare('DELETE FROM bucket WHERE name = ?').run(name);
    this.#database.prepare('DELETE FROM bucket_settings WHERE bucket = ?').run(name);
  }

  #row(name: string): BucketRow | undefined {
    return this.#find.get(name) as BucketRow | undefined;
  }

  #set(name: string, settings: object): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO bucket_settings VALUES (?, ?)');
    put.run(name, JSON.stringify(settings));
  }
}

const bucketRows = 'SELECT name, created, settings FROM bucket LEFT JOIN bucket_settings ON bucket = name';

interface BucketRow {
  readonly name: string;
  readonly created: number;
  /** Null for a bucket of an earlier version. */
  readonly settings: string | null;
}

const noSuchBucket = (name: string) => new ObjectStoreError('NoSuchBucket', `The bucket ${name} does not exist.`);

const settingsOf = ({ settings }: BucketRow) => JSON.parse(settings ?? '{}') as BucketSettings;

const bucketOf = (row: BucketRow): Bucket => ({ ...settingsOf(row), name: row.name, created: row.created });
