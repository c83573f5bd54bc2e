import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LockPatience } from '../sqlite/lock-patience.ts';
import { multipartChecksums, multipartEtag, chooseParts } from './assemble-parts.ts';
import { ContentFolder, type OpenFile } from './content-folder.ts';
import type { ContentFile } from './content-file.ts';
import { FolderOutput, type OutputPlace } from './folder-output.ts';
import { openIndexDatabase } from './index-database.ts';
import { type IndexedObject, ObjectIndex } from './object-index.ts';
import { assertEtag, ObjectStoreError } from './object-store-error.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import { NewContent } from './new-content.ts';
import type * as S from './object-store.ts';
import type { ObjectAttributes, StoredObject } from './stored-object.ts';
import { OutputIndex } from './output-index.ts';
import { UploadIndex } from './upload-index.ts';
import { writeBody } from './write-body.ts';

export interface FolderOptions {
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number;
  /** How files of content are opened; tests of failing disks give another. */
  readonly openFile?: OpenFile;
}

/** Keys that are deleted in one turn of the event loop: a thousand would delay every other request. */
const deletedAtOnce = 100;
/** Longest key in bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const maxKeyBytes = 1024;

/**
 * Opens the object store that a folder holds, and creates it if there is none. Only one process may have it open.
 *
 * The folder has an index (SQLite) and files of content under random names. A put writes its file and syncs it; then a
 * commit of the index publishes it; then the file it replaces goes. Small content stands in the index itself. Whenever the process dies, the index names whole files
 * only, and the files that it does not name are removed here.
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
  readonly #uploads: UploadIndex;
  readonly #outputs: OutputIndex;
  readonly #now: () => number;
  /** Every change of the index goes through it: another process may be writing to the file. */
  readonly #patience = new LockPatience();

  constructor(folder: ContentFolder, database: DatabaseSync, now: () => number) {
    this.#folder = folder;
    this.#database = database;
    this.#objects = new ObjectIndex(database, this.#patience);
    this.#uploads = new UploadIndex(database);
    this.#outputs = new OutputIndex(database);
    this.#now = now;
  }

  async sweep(): Promise<void> {
    const used = new Set<string>();
    this.#objects.forEachFile((name) => used.add(name));
    this.#uploads.forEachFile((name) => used.add(name));
    this.#outputs.forEachFile((name) => used.add(name));
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
      const uploads = this.#uploads.list(bucket, '');
      const parts = uploads.flatMap(({ id }) => this.#uploads.files(id));
      this.#objects.deleteBucket(bucket, () => uploads.forEach(({ id }) => this.#uploads.forget(id)));
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
    if (file.inline === undefined) await this.#folder.sync();
    const indexed = { object, content: [file] };
    await this.#folder.remove(await this.#objects.publish(bucket, indexed, options, () => further?.(object)));
    return object;
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
    const { object, content } = this.#requireObject(bucket, key);
    if (object.size > maxBytes)
      throw new ObjectStoreError(
        'EntityTooLarge',
        `s3://${bucket}/${key} has ${object.size} bytes; at most ${maxBytes} are read.`,
      );
    const chunks: Buffer[] = [];
    for await (const chunk of this.#folder.read(content)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async copyObject(
    source: { bucket: string; key: string; verify?: (object: StoredObject) => void },
    target: { bucket: string; key: string },
    options: S.CompleteOptions & { readonly attributes?: ObjectAttributes } = {},
  ): Promise<StoredObject> {
    checkKey(target.key);
    this.#objects.requireBucket(target.bucket);
    this.#objects.requireBucket(source.bucket);
    const found = this.#requireObject(source.bucket, source.key);
    source.verify?.(found.object);
    const attributes = attributesOf(options.attributes ?? found.object);
    const { size, etag, checksums, checksumType } = found.object;
    const object: StoredObject = {
      ...attributes,
      key: target.key,
      size,
      etag,
      modified: this.#now(),
      checksums,
      checksumType,
    };
    // Reading keeps the source's files where they are while they are linked.
    const hold = this.#folder.read(found.content);
    try {
      await this.#publish(target.bucket, { object, content: await this.#folder.copy(found.content) }, options);
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

  async createUpload(bucket: string, key: string, options: S.UploadOptions = {}): Promise<S.Upload> {
    checkKey(key);
    this.#objects.requireBucket(bucket);
    const { checksumAlgorithm, checksumType = 'COMPOSITE' } = options;
    const upload: S.Upload = {
      id: randomUUID(),
      key,
      created: this.#now(),
      ...(checksumAlgorithm === undefined ? {} : { checksumAlgorithm }),
      checksumType,
    };
    await this.#patience.run(() => this.#uploads.create(bucket, { upload, attributes: attributesOf(options) }));
    return upload;
  }

  async findUpload(bucket: string, key: string, uploadId: string): Promise<S.Upload> {
    this.#objects.requireBucket(bucket);
    return this.#uploads.find(bucket, key, uploadId).upload;
  }

  async uploadPart(
    target: { bucket: string; key: string; uploadId: string; number: number },
    body: AsyncIterable<Uint8Array>,
    options: S.ContentOptions = {},
  ): Promise<S.Part> {
    const { bucket, key, uploadId, number } = target;
    if (!(Number.isInteger(number) && number >= 1 && number <= 10_000))
      throw new ObjectStoreError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
    const { checksumAlgorithm } = await this.findUpload(bucket, key, uploadId);
    const content = await this.#folder.create();
    content.computeChecksums([...(options.checksums ?? []), ...(checksumAlgorithm ? [checksumAlgorithm] : [])]);
    try {
      for await (const chunk of body) await content.write(chunk);
      const { size, md5, checksums } = await content.finish();
      options.verify?.({ size, md5, checksums });
      await this.#folder.sync();
      const part: S.Part = { number, size, etag: md5.toString('hex'), modified: this.#now(), checksums };
      const put = () => this.#uploads.putPart(bucket, key, uploadId, { part, file: content.name });
      await this.#folder.remove(await this.#patience.run(put));
      return part;
    } catch (error) {
      await content.discard();
      throw error;
    }
  }

  async completeUpload(
    target: { bucket: string; key: string; uploadId: string },
    named: readonly S.NamedPart[],
    options: S.CompleteOptions = {},
  ): Promise<StoredObject> {
    const { object, unused } = await this.#patience.run(() => this.#completeAtOnce(target, named, options));
    await this.#folder.remove(unused);
    return object;
  }

  /** The completed object, and the files that are not needed any more. */
  #completeAtOnce(
    { bucket, key, uploadId }: { bucket: string; key: string; uploadId: string },
    named: readonly S.NamedPart[],
    options: S.CompleteOptions,
  ): { object: StoredObject; unused: readonly ContentFile[] } {
    this.#objects.requireBucket(bucket);
    const { upload, attributes } = this.#uploads.find(bucket, key, uploadId);
    const present = this.#uploads.parts(uploadId);
    const chosen = chooseParts(named, present);
    const content = chosen.map(({ part, file }) => ({ name: file, size: part.size }));
    const object: StoredObject = {
      ...attributes,
      key,
      size: content.reduce((sum, file) => sum + file.size, 0),
      etag: multipartEtag(chosen),
      modified: this.#now(),
      checksums: multipartChecksums(upload, chosen),
      checksumType: upload.checksumType,
    };
    options.verify?.(object);
    // No await since the upload was found: nobody else can have ended it. The parts become the object's content.
    const replaced = this.#objects.publishAtOnce(bucket, { object, content }, options, () =>
      this.#uploads.forget(uploadId),
    );
    const kept = new Set(content.map(({ name }) => name));
    const unused = present
      .filter(({ file }) => !kept.has(file))
      .map(({ part, file }) => ({ name: file, size: part.size }));
    return { object, unused: [...replaced, ...unused] };
  }

  async abortUpload(bucket: string, key: string, uploadId: string): Promise<void> {
    this.#objects.requireBucket(bucket);
    await this.#folder.remove(await this.#patience.run(() => this.#uploads.abort(bucket, key, uploadId)));
  }

  async listParts(bucket: string, key: string, uploadId: string, after = 0, limit = 1000): Promise<S.Part[]> {
    await this.findUpload(bucket, key, uploadId);
    return this.#uploads.parts(uploadId, after, limit).map(({ part }) => part);
  }

  async listUploads(bucket: string, prefix = ''): Promise<S.Upload[]> {
    this.#objects.requireBucket(bucket);
    return this.#uploads.list(bucket, prefix);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #requireObject(bucket: string, key: string): IndexedObject {
    const found = this.#objects.find(bucket, key);
    if (found === undefined) throw new ObjectStoreError('NoSuchKey', `The key ${key} does not exist in ${bucket}.`);
    return found;
  }

  /** Publishes content that is written already, and lets go of what it replaces. */
  async #publish(bucket: string, indexed: IndexedObject, conditions: S.CompleteOptions): Promise<void> {
    try {
      await this.#folder.sync();
      await this.#folder.remove(await this.#objects.publish(bucket, indexed, conditions));
    } catch (error) {
      await this.#folder.remove(indexed.content);
      throw error;
    }
  }
}

function attributesOf({ contentType, headers, userMetadata }: ObjectAttributes): ObjectAttributes {
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers === undefined ? {} : { headers }),
    ...(userMetadata === undefined ? {} : { userMetadata }),
  };
}

function checkKey(key: string): void {
  if (key === '') throw new ObjectStoreError('InvalidArgument', 'An object needs a key of at least one byte.');
  if (!key.isWellFormed()) throw new ObjectStoreError('InvalidArgument', 'The key is not well-formed Unicode text.');
  if (Buffer.byteLength(key) > maxKeyBytes)
    throw new ObjectStoreError('KeyTooLongError', `Your key is too long: at most ${maxKeyBytes} bytes of UTF-8.`);
}
