import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { present } from '@catenary/scoring/internal/values';
import { LockPatience } from '../sqlite/lock-patience.ts';
import type { BucketChange, BucketSettings } from './bucket-settings.ts';
import { checkKey } from './check-key.ts';
import type { ContentFile } from './content-file.ts';
import { ContentFolder } from './content-folder.ts';
import { copyChecksums } from './copy-checksums.ts';
import type { FolderOptions } from './folder-options.ts';
import { FolderOutput, type OutputPlace } from './folder-output.ts';
import { FolderUploads } from './folder-uploads.ts';
import { openIndexDatabase } from './index-database.ts';
import { NewContent } from './new-content.ts';
import { type Conditions, ObjectIndex, type PublishedObject } from './object-index.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import type * as S from './object-store.ts';
import { assertEtag, ObjectStoreError } from './object-store-error.ts';
import { OutputIndex } from './output-index.ts';
import type { Publishing } from './publishing.ts';
import { attributesOf, type ObjectTags, type StoredObject } from './stored-object.ts';
import { writeBody } from './write-body.ts';

/** Keys that are deleted in one turn of the event loop: a thousand would delay every other request. */
const deletedAtOnce = 100;

/**
 * Opens the object store that a folder holds, and creates it if there is none. Only one process may have it open.
 *
 * The folder has an index (SQLite) and files of content under random names. A put writes its file and syncs it; then a
 * commit of the index publishes it; then the file it replaces is removed. Small content stands in the index itself.
 * Whenever the process dies, the index names whole files only, and the files that it does not name are removed here.
 */
export async function openFolderObjectStore(directory: string, options: FolderOptions = {}): Promise<S.ObjectStore> {
  const folder = await ContentFolder.open(join(directory, 'content'), options.openFile);
  const database = openIndexDatabase(join(directory, 'index.sqlite'));
  const store = new FolderObjectStore(folder, database, options.now ?? Date.now);
  await store.sweep();
  return store;
}

class FolderObjectStore implements S.ObjectStore {
  readonly #folder: ContentFolder;
  readonly #database: DatabaseSync;
  readonly #objects: ObjectIndex;
  readonly #uploads: FolderUploads;
  readonly #outputs: OutputIndex;
  readonly #now: () => number;
  /** Every change of the index goes through it: another process may be writing to the file. */
  readonly #patience = new LockPatience();

  constructor(folder: ContentFolder, database: DatabaseSync, now: () => number) {
    this.#folder = folder;
    this.#database = database;
    this.#objects = new ObjectIndex(database, this.#patience);
    this.#outputs = new OutputIndex(database);
    this.#now = now;
    this.#uploads = new FolderUploads(database, { folder, objects: this.#objects, patience: this.#patience, now });
  }

  async sweep(): Promise<void> {
    const used = new Set<string>();
    for (const index of [this.#objects, this.#uploads, this.#outputs]) index.forEachFile((name) => used.add(name));
    await this.#folder.sweep((name) => used.has(name));
  }

  async createBucket(bucket: string, settings: BucketSettings = {}): Promise<boolean> {
    return this.#patience.run(() => this.#objects.buckets.create(bucket, this.#now(), settings));
  }

  async bucketSettings(bucket: string): Promise<BucketSettings> {
    return this.#objects.buckets.find(bucket) ?? {};
  }

  async changeBucket(bucket: string, changed: BucketChange): Promise<void> {
    await this.#patience.run(() => this.#objects.buckets.change(bucket, changed));
  }

  async headBucket(bucket: string): Promise<S.Bucket | undefined> {
    return this.#objects.buckets.find(bucket);
  }

  async listBuckets(): Promise<S.Bucket[]> {
    return this.#objects.buckets.list();
  }

  async deleteBucket(bucket: string): Promise<void> {
    const files = await this.#patience.run(() => {
      let parts: readonly ContentFile[] = [];
      this.#objects.deleteBucket(bucket, () => (parts = this.#uploads.forgetAll(bucket)));
      return parts;
    });
    await this.#folder.remove(files);
  }

  async putObject(
    place: S.ObjectPlace,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    options: S.PutOptions = {},
  ): Promise<StoredObject> {
    return writeBody(await this.openWriter(place, options), body);
  }

  async openWriter(place: S.ObjectPlace, options: S.PutOptions = {}): Promise<S.ObjectWriter> {
    checkKey(place.key);
    this.#objects.buckets.require(place.bucket);
    const content = new NewContent(this.#folder, options.checksums ?? []);
    let isCommitted = false;
    return {
      write: (chunk) => content.write(chunk),
      commit: async () => {
        const { file, digests } = await content.finish();
        options.verify?.(digests);
        const object = await this.#publishFile(place, { file, digests }, options);
        isCommitted = true;
        return object;
      },
      abort: async () => {
        if (!isCommitted) await content.discard();
      },
    };
  }

  async #publishFile(
    { bucket, key }: S.ObjectPlace,
    { file, digests }: { file: ContentFile; digests: S.ContentDigests },
    publishing: Publishing,
  ): Promise<StoredObject> {
    const { size, md5, checksums } = digests;
    const object: StoredObject = {
      ...attributesOf(publishing),
      key,
      size,
      etag: md5.toString('hex'),
      modified: this.#now(),
      checksums,
      checksumType: 'FULL_OBJECT',
    };
    await this.#publish({ bucket, object, content: [file] }, publishing, () => publishing.alongside?.(object));
    return object;
  }

  /** Publishes content that is written already, and removes what it replaces. `further` is done in the same commit. */
  async #publish(published: PublishedObject, conditions: Conditions, further?: () => void): Promise<void> {
    if (published.content.some(({ inline }) => inline === undefined)) await this.#folder.sync();
    await this.#folder.remove(await this.#objects.publish(published, conditions, further));
  }

  async openOutput(place: S.ObjectPlace, options: OutputOptions = {}, saved?: OutputState): Promise<ObjectOutput> {
    checkKey(place.key);
    this.#objects.buckets.require(place.bucket);
    const outputPlace: OutputPlace = {
      ...place,
      folder: this.#folder,
      index: this.#outputs,
      change: (work) => this.#patience.run(work),
      putWhole: (content) => this.putObject(place, content, attributesOf(options)),
      publishSpool: (id, name, digests) => {
        this.#outputs.require(id, place);
        const file = { name, size: digests.size };
        const alongside = (object: StoredObject) => this.#outputs.markPublished(id, object);
        return this.#publishFile(place, { file, digests }, { ...attributesOf(options), alongside });
      },
    };
    return saved === undefined
      ? new FolderOutput(outputPlace, options)
      : FolderOutput.reopen(outputPlace, options, saved);
  }

  async dropOutput(place: S.ObjectPlace, { id }: OutputDetail): Promise<void> {
    if (id !== undefined) return this.#dropOne(place, id);
    for (const output of this.#outputs.unpublished(place))
      if (await this.#folder.isEmpty(output.file)) await this.#dropOne(place, output.id);
  }

  async #dropOne(place: S.ObjectPlace, id: string): Promise<void> {
    const output = this.#outputs.find(id, place);
    if (output === undefined) return;
    await this.#patience.run(() => this.#outputs.forget(id));
    if (output.published === undefined) await this.#folder.remove([{ name: output.file, size: 0 }]);
  }

  async headObject({ bucket, key }: S.ObjectPlace): Promise<StoredObject | undefined> {
    return this.#objects.find(bucket, key)?.object;
  }

  async getObject({ bucket, key }: S.ObjectPlace, options: S.GetOptions = {}): Promise<S.FoundObject | undefined> {
    const found = this.#objects.find(bucket, key);
    if (found === undefined) return undefined;
    assertEtag(found.object, bucket, options.onlyIfEtag);
    // Found and held in one go: a put or delete in between cannot take the files away.
    return { object: found.object, body: this.#folder.read(found.content, options.range?.(found.object)) };
  }

  async readObject({ bucket, key }: S.ObjectPlace, maxBytes: number): Promise<Buffer> {
    const { object, content } = this.#objects.require(bucket, key);
    if (object.size > maxBytes)
      throw new ObjectStoreError(
        'EntityTooLarge',
        `s3://${bucket}/${key} has ${object.size} bytes; at most ${maxBytes} are read.`,
      );
    return buffer(this.#folder.read(content));
  }

  async copyObject(source: S.CopySource, target: S.ObjectPlace, options: S.CopyOptions = {}): Promise<StoredObject> {
    checkKey(target.key);
    this.#objects.buckets.require(target.bucket);
    this.#objects.buckets.require(source.bucket);
    const found = this.#objects.require(source.bucket, source.key);
    source.verify?.(found.object);
    const { size, etag } = found.object;
    const tags = options.tags ?? found.object.tags;
    // Reading keeps the source's files where they are while they are linked.
    const hold = this.#folder.read(found.content);
    let content: readonly ContentFile[] = [];
    try {
      const object: StoredObject = {
        ...attributesOf({ ...(options.attributes ?? found.object), ...present({ tags }) }),
        ...(await copyChecksums(found.object, options.checksumAlgorithm, () => this.#folder.read(found.content))),
        key: target.key,
        size,
        etag,
        modified: this.#now(),
      };
      content = await this.#folder.copy(found.content);
      await this.#publish({ bucket: target.bucket, object, content }, options);
      return object;
    } catch (error) {
      await this.#folder.remove(content);
      throw error;
    } finally {
      hold.destroy();
    }
  }

  async getTags({ bucket, key }: S.ObjectPlace): Promise<ObjectTags> {
    this.#objects.buckets.require(bucket);
    return this.#objects.require(bucket, key).object.tags ?? {};
  }

  async putTags({ bucket, key }: S.ObjectPlace, tags: ObjectTags): Promise<void> {
    await this.#patience.run(() => this.#objects.putTags(bucket, key, tags));
  }

  async deleteObject({ bucket, key }: S.ObjectPlace): Promise<void> {
    await this.deleteObjects(bucket, [key]);
  }

  async deleteObjects(bucket: string, keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += deletedAtOnce) {
      if (at > 0) await nextTurn();
      const some = keys.slice(at, at + deletedAtOnce);
      await this.#folder.remove(await this.#patience.run(() => this.#objects.remove(bucket, some)));
    }
  }

  async listObjects(bucket: string, options: S.ListOptions = {}): Promise<S.ObjectPage> {
    return this.#objects.list(bucket, options);
  }

  createUpload(place: S.ObjectPlace, options: S.UploadOptions = {}): Promise<S.Upload> {
    return this.#uploads.create(place, options);
  }

  async findUpload(target: S.UploadTarget): Promise<S.Upload> {
    return this.#uploads.find(target);
  }

  uploadPart(target: S.PartTarget, body: AsyncIterable<Uint8Array>, options: S.ContentOptions = {}): Promise<S.Part> {
    return this.#uploads.putPart(target, body, options);
  }

  completeUpload(
    target: S.UploadTarget,
    parts: readonly S.NamedPart[],
    options: S.CompleteOptions = {},
  ): Promise<StoredObject> {
    return this.#uploads.complete(target, parts, options);
  }

  abortUpload(target: S.UploadTarget): Promise<void> {
    return this.#uploads.abort(target);
  }

  async listParts(target: S.UploadTarget, after = 0, limit = 1000): Promise<S.Part[]> {
    return this.#uploads.parts(target, after, limit);
  }

  async listUploads(bucket: string, prefix = ''): Promise<S.Upload[]> {
    return this.#uploads.list(bucket, prefix);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
