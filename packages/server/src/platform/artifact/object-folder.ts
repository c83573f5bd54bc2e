import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../util/make-folder.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { diskLimits } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';
import { EntryGuard, quote } from './entry-guard.ts';

/** Requests under way at once: a saved pipeline is many small files. */
const lanes = 16;

interface FolderObject {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

/** All objects below a prefix that ends in `/` (or is empty, for a whole bucket), as they were when they were listed. */
export class ObjectFolder {
  readonly #store: ObjectStore;
  readonly #place: { readonly bucket: string; readonly key: string };
  readonly #objects: readonly FolderObject[];

  private constructor(store: ObjectStore, place: { bucket: string; key: string }, objects: readonly FolderObject[]) {
    this.#store = store;
    this.#place = place;
    this.#objects = objects;
  }

  static async list(store: ObjectStore, place: { bucket: string; key: string }): Promise<ObjectFolder> {
    const objects: FolderObject[] = [];
    for (let startAfter: string | undefined; ; ) {
      const more = startAfter === undefined ? {} : { startAfter };
      const page = await store.listObjects(place.bucket, { prefix: place.key, maxKeys: 1000, ...more });
      // What marks the folder itself is no file of it.
      objects.push(...page.objects.filter(({ key }) => key !== place.key));
      startAfter = page.objects.at(-1)?.key;
      if (!page.isTruncated || startAfter === undefined || objects.length > diskLimits.maxEntries)
        return new ObjectFolder(store, place, objects);
    }
  }

  get isEmpty(): boolean {
    return this.#objects.length === 0;
  }

  /** Changes when any object does, is added or is gone. */
  get etag(): string {
    const hash = createHash('sha256');
    for (const { key, etag } of this.#objects) hash.update(`${JSON.stringify(key)} ${etag}\n`);
    return hash.digest('hex');
  }

  /**
   * Writes every object below `directory`, by its key after the prefix. Throws `ArtifactError` for keys that are no files of
   * one folder: markers of folders inside, a file that is a folder too, `..`; and if it is too much.
   */
  async download(directory: string): Promise<void> {
    const files = this.#files();
    await makeFolder(directory);
    const next = files.values();
    const lane = async () => {
      for (const file of next) await this.#fetch(file.object, join(directory, file.path));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  #files(): { readonly object: FolderObject; readonly path: string }[] {
    const guard = new EntryGuard(diskLimits);
    return this.#objects.map((object) => {
      const name = object.key.slice(this.#place.key.length);
      if (name.endsWith('/'))
        throw new ArtifactError(
          `The key ${quote(object.key)} marks a folder, which cannot be loaded as a file: delete the marker.`,
        );
      return { object, path: guard.admit(Buffer.from(name), 'file', object.size) };
    });
  }

  async #fetch({ key, etag }: FolderObject, path: string): Promise<void> {
    const found = await this.#store.getObject({ bucket: this.#place.bucket, key }, { onlyIfEtag: etag });
    if (found === undefined) throw new ArtifactError(`The object ${quote(key)} is gone.`);
    await makeFolder(dirname(path));
    await pipeline(found.body, createWriteStream(path));
  }
}
