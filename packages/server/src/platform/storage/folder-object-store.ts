import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LockPatience } from '../sqlite/lock-patience.ts';
import { ContentFolder, type OpenFile } from './content-folder.ts';
import type { ContentFile } from './content-file.ts';
import { checkKey } from './check-key.ts';
import { FolderOutput, type OutputPlace } from './folder-output.ts';
import { FolderUploads } from './folder-uploads.ts';
import { openIndexDatabase } from './index-database.ts';
import { type Conditions, type IndexedObject, ObjectIndex } from './object-index.ts';
import { assertEtag, ObjectStoreError } from './object-store-error.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import { NewContent } from './new-content.ts';
import type * as S from './object-store.ts';
import { attributesOf, type ObjectAttributes, type StoredObject } from './stored-object.ts';
import { OutputIndex } from './output-index.ts';
import { writeBody } from './write-body.ts';

export interface FolderOptions {
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number;
  /** How files of content are opened; tests of failing disks give another. */
  readonly openFile?: OpenFile;
}

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

  async createBucket(bucket: string): Promise<boolean> {
    return this.#patience.run(() => this.#objects.createBucket(bucket, this.#now()));
  }

  async headBucket(bucket: string): Promise<S.Bucket | undefined> {
    return this.#objects.findBucket(bucket);
  }

  async listBuckets(): Promise<S.Bucket[]> {
    return this.#objects.listBuckets();
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
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    options: S.PutOptions = {},
  ): Promise<StoredObject> {
    return writeBody(await this.openWriter(bucket, key, options), body);
  }

  async openWriter(bucket: string, key: string, options: S.PutOptions = {}): Promise<S.ObjectWriter> {
    checkKey(key);
    this.#objects.requireBucket(bucket);
    const content = new NewContent(this.#folder, options.checksums ?? []);
    let isCommitted = false;
    return {
      write: (chunk) => content.write(chunk),
      commit: async () => {
        const { file, digests } = await content.finish();
        options.verify?.(digests);
        const object = await this.#publishFile(bucket, key, { file, digests }, options);
        isCommitted = true;
        return object;
      },
      abort: async () => {
        if (!isCommitted) await content.discard();
      },
    };
  }

  async #publishFile(
    bucket: string,
    key: string,
    { file, digests }: { file: ContentFile; digests: S.ContentDigests },
    options: S.PutOptions,
    further?: (object: StoredObject) => void,
  ): Promise<StoredObject> {
    const { size, md5, checksums } = digests;
    const object: StoredObject = {
      ...attributesOf(options),
      key,
      size,
      etag: md5.toString('hex'),
      modified: this.#now(),
      checksums,
      checksumType: 'FULL_OBJECT',
    };
    await this.#publish(bucket, { object, content: [file] }, options, () => further?.(object));
    return object;
  }

  /** Publishes content that is written already, and removes what it replaces. `further` is done in the same commit. */
  async #publish(bucket: string, indexed: IndexedObject, conditions: Conditions, further?: () => void): Promise<void> {
    if (indexed.content.some(({ inline }) => inline === undefined)) await this.#folder.sync();
    await this.#folder.remove(await this.#objects.publish(bucket, indexed, conditions, further));
  }

  async openOutput(
    bucket: string,
    key: string,
    options: OutputOptions = {},
    saved?: OutputState,
  ): Promise<ObjectOutput> {
    checkKey(key);
    this.#objects.requireBucket(bucket);
    const place: OutputPlace = {
      bucket,
      key,
      folder: this.#folder,
      index: this.#outputs,
      change: (work) => this.#patience.run(work),
      putWhole: (content) => this.putObject(bucket, key, content, attributesOf(options)),
      publishSpool: (id, name, digests) => {
        this.#outputs.require(id, { bucket, key });
        const file = { name, size: digests.size };
        return this.#publishFile(bucket, key, { file, digests }, attributesOf(options), (object) =>
          this.#outputs.markPublished(id, object),
        );
      },
    };
    return saved === undefined ? new FolderOutput(place, options) : FolderOutput.reopen(place, options, saved);
  }

  async dropOutput(bucket: string, key: string, { id }: OutputDetail): Promise<void> {
    if (id !== undefined) return this.#dropOne(bucket, key, id);
    for (const output of this.#outputs.unpublished({ bucket, key }))
      if (await this.#folder.isEmpty(output.file)) await this.#dropOne(bucket, key, output.id);
  }

  async #dropOne(bucket: string, key: string, id: string): Promise<void> {
    const output = this.#outputs.find(id, { bucket, key });
    if (output === undefined) return;
    await this.#patience.run(() => this.#outputs.forget(id));
    if (output.published === undefined) await this.#folder.remove([{ name: output.file, size: 0 }]);
  }

  async headObject(bucket: string, key: string): Promise<StoredObject | undefined> {
    return this.#objects.find(bucket, key)?.object;
  }

  async getObject(bucket: string, key: string, options: S.GetOptions = {}): Promise<S.FoundObject | undefined> {
    const found = this.#objects.find(bucket, key);
    if (found === undefined) return undefined;
    assertEtag(found.object, bucket, options.onlyIfEtag);
    // Found and held in one go: a put or delete in between cannot take the files away.
    return { object: found.object, body: this.#folder.read(found.content, options.range?.(found.object)) };
  }

  async readObject(bucket: string, key: string, maxBytes: number): Promise<Buffer> {
    const { object, content } = this.#objects.require(bucket, key);
    if (object.size > maxBytes)
      throw new ObjectStoreError(
        'EntityTooLarge',
        `s3://${bucket}/${key} has ${object.size} bytes; at most ${maxBytes} are read.`,
      );
    return buffer(this.#folder.read(content));
  }

  async copyObject(
    source: { bucket: string; key: string; verify?: (object: StoredObject) => void },
    target: { bucket: string; key: string },
    options: S.CompleteOptions & { readonly attributes?: ObjectAttributes } = {},
  ): Promise<StoredObject> {
    checkKey(target.key);
    this.#objects.requireBucket(target.bucket);
    this.#objects.requireBucket(source.bucket);
    const found = this.#objects.require(source.bucket, source.key);
    source.verify?.(found.object);
    const { size, etag, checksums, checksumType } = found.object;
    const object: StoredObject = {
      ...attributesOf(options.attributes ?? found.object),
      key: target.key,
      size,
      etag,
      modified: this.#now(),
      checksums,
      checksumType,
    };
    // Reading keeps the source's files where they are while they are linked.
    const hold = this.#folder.read(found.content);
    let content: readonly ContentFile[] = [];
    try {
      content = await this.#folder.copy(found.content);
      await this.#publish(target.bucket, { object, content }, options);
    } catch (error) {
      await this.#folder.remove(content);
      throw error;
    } finally {
      hold.destroy();
    }
    return object;
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
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

  createUpload(bucket: string, key: string, options: S.UploadOptions = {}): Promise<S.Upload> {
    return this.#uploads.create(bucket, key, options);
  }

  async findUpload(bucket: string, key: string, uploadId: string): Promise<S.Upload> {
    return this.#uploads.find(bucket, key, uploadId);
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

  abortUpload(bucket: string, key: string, uploadId: string): Promise<void> {
    return this.#uploads.abort(bucket, key, uploadId);
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
