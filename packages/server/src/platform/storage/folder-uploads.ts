import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { present } from '@catenary/scoring/internal/values';
import type { LockPatience } from '../sqlite/lock-patience.ts';
import { checkKey } from './check-key.ts';
import { chooseParts } from './choose-parts.ts';
import type { ContentFile } from './content-file.ts';
import type { ContentFolder } from './content-folder.ts';
import { multipartChecksums, multipartEtag } from './multipart-checksums.ts';
import type { ObjectIndex } from './object-index.ts';
import type * as S from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';
import { attributesOf, type StoredObject } from './stored-object.ts';
import { UploadIndex } from './upload-index.ts';

/** What uploads share with the objects that they become. */
export interface UploadSurroundings {
  readonly folder: ContentFolder;
  readonly objects: ObjectIndex;
  readonly patience: LockPatience;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Multipart uploads to a folder: each part is a file of content, and a completed object is a list of such files. */
export class FolderUploads {
  readonly #index: UploadIndex;
  readonly #folder: ContentFolder;
  readonly #objects: ObjectIndex;
  readonly #patience: LockPatience;
  readonly #now: () => number;

  constructor(database: DatabaseSync, { folder, objects, patience, now }: UploadSurroundings) {
    this.#index = new UploadIndex(database);
    this.#folder = folder;
    this.#objects = objects;
    this.#patience = patience;
    this.#now = now;
  }

  async create({ bucket, key }: S.ObjectPlace, options: S.UploadOptions): Promise<S.Upload> {
    checkKey(key);
    this.#objects.buckets.require(bucket);
    const { checksumAlgorithm, checksumType = 'COMPOSITE' } = options;
    const upload: S.Upload = {
      id: randomUUID(),
      key,
      created: this.#now(),
      ...present({ checksumAlgorithm }),
      checksumType,
    };
    await this.#patience.run(() => this.#index.create(bucket, { upload, attributes: attributesOf(options) }));
    return upload;
  }

  /** Throws NoSuchBucket or NoSuchUpload. */
  find(target: S.UploadTarget): S.Upload {
    this.#objects.buckets.require(target.bucket);
    return this.#index.find(target).upload;
  }

  async putPart(target: S.PartTarget, body: AsyncIterable<Uint8Array>, options: S.ContentOptions): Promise<S.Part> {
    const { number } = target;
    if (!(Number.isInteger(number) && number >= 1 && number <= 10_000))
      throw new ObjectStoreError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
        ArgumentName: 'partNumber',
        ArgumentValue: number,
      });
    const { checksumAlgorithm } = this.find(target);
    const content = await this.#folder.create();
    content.computeChecksums([...(options.checksums ?? []), ...(checksumAlgorithm ? [checksumAlgorithm] : [])]);
    try {
      for await (const chunk of body) await content.write(chunk);
      const { size, md5, checksums } = await content.finish();
      options.verify?.({ size, md5, checksums });
      await this.#folder.sync();
      const part: S.Part = { number, size, etag: md5.toString('hex'), modified: this.#now(), checksums };
      const put = () => this.#index.putPart(target, { part, file: content.name });
      await this.#folder.remove(await this.#patience.run(put));
      return part;
    } catch (error) {
      await content.discard();
      throw error;
    }
  }

  async complete(
    target: S.UploadTarget,
    named: readonly S.NamedPart[],
    options: S.CompleteOptions,
  ): Promise<StoredObject> {
    const { object, unused } = await this.#patience.run(() => this.#completeAtOnce(target, named, options));
    await this.#folder.remove(unused);
    return object;
  }

  /** The completed object, and the files that are not needed any more. */
  #completeAtOnce(
    target: S.UploadTarget,
    named: readonly S.NamedPart[],
    options: S.CompleteOptions,
  ): { object: StoredObject; unused: readonly ContentFile[] } {
    const { bucket, key, uploadId } = target;
    this.#objects.buckets.require(bucket);
    const done = this.#completedBefore(target, named);
    if (done !== undefined) return { object: done, unused: [] };
    const { upload, attributes } = this.#index.find(target);
    const present = this.#index.parts(uploadId);
    const chosen = chooseParts(named, present);
    const content = chosen.map(({ part, file }) => ({ name: file, size: part.size }));
    const object: StoredObject = {
      ...attributes,
      key,
      size: content.reduce((sum, file) => sum + file.size, 0),
      etag: multipartEtag(chosen.map(({ part }) => part)),
      modified: this.#now(),
      checksums: multipartChecksums(upload, chosen),
      checksumType: upload.checksumType,
      partSizes: chosen.map(({ part }) => part.size),
      uploadId,
    };
    options.verify?.(object);
    // No await since the upload was found: no other call can have ended it. The parts become the object's content.
    const replaced = this.#objects.publishAtOnce({ bucket, object, content }, options, () =>
      this.#index.forget(uploadId),
    );
    const kept = new Set(content.map(({ name }) => name));
    const unused = present
      .filter(({ file }) => !kept.has(file))
      .map(({ part, file }) => ({ name: file, size: part.size }));
    return { object, unused: [...replaced, ...unused] };
  }

  /** The object that these parts have become already: a client that did not get the answer asks once more. */
  #completedBefore({ bucket, key, uploadId }: S.UploadTarget, named: readonly S.NamedPart[]): StoredObject | undefined {
    const object = this.#objects.find(bucket, key)?.object;
    return object?.uploadId === uploadId && object.etag === multipartEtag(named) ? object : undefined;
  }

  async abort(target: S.UploadTarget): Promise<void> {
    this.#objects.buckets.require(target.bucket);
    await this.#folder.remove(await this.#patience.run(() => this.#index.abort(target)));
  }

  /** Parts with a number above `after`, at most `limit` of them. */
  parts(target: S.UploadTarget, after: number, limit: number): S.Part[] {
    this.find(target);
    return this.#index.parts(target.uploadId, after, limit).map(({ part }) => part);
  }

  list(bucket: string, prefix: string): S.Upload[] {
    this.#objects.buckets.require(bucket);
    return this.#index.list(bucket, prefix);
  }

  /** Ends all uploads to a bucket; returns the files of their parts. To be called within a transaction. */
  forgetAll(bucket: string): readonly ContentFile[] {
    return this.#index.list(bucket, '').flatMap(({ id }) => {
      const files = this.#index.files(id);
      this.#index.forget(id);
      return files;
    });
  }

  forEachFile(each: (name: string) => void): void {
    this.#index.forEachFile(each);
  }
}
