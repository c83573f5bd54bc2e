import { present } from '@catenary/scoring/internal/values';
import { matchesGlob } from '../../util/matches-glob.ts';
import type { BucketChange, BucketSettings } from './bucket-settings.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import type * as S from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';
import { attributesOf, type ObjectTags, type StoredObject } from './stored-object.ts';

/** A store and the buckets that are served from it. */
export interface StoreRoute {
  /** Names of buckets; `*` stands for any characters. */
  readonly buckets: readonly string[];
  readonly store: S.ObjectStore;
}

/**
 * Several stores as one: a bucket is served by the first route that names it, else by the server's own store. Whoever
 * reads or writes an object need not know where it is.
 */
export class RoutedObjectStore implements S.ObjectStore {
  readonly #own: S.ObjectStore;
  readonly #routes: readonly StoreRoute[];

  constructor(own: S.ObjectStore, routes: readonly StoreRoute[]) {
    this.#own = own;
    this.#routes = routes;
  }

  #of(bucket: string): S.ObjectStore {
    return this.#routes.find((route) => takes(route, bucket))?.store ?? this.#own;
  }

  createBucket(bucket: string, settings?: BucketSettings): Promise<boolean> {
    return this.#of(bucket).createBucket(bucket, settings);
  }

  bucketSettings(bucket: string): Promise<BucketSettings> {
    return this.#of(bucket).bucketSettings(bucket);
  }

  changeBucket(bucket: string, changed: BucketChange): Promise<void> {
    return this.#of(bucket).changeBucket(bucket, changed);
  }

  headBucket(bucket: string): Promise<S.Bucket | undefined> {
    return this.#of(bucket).headBucket(bucket);
  }

  /**
   * Own buckets, and those outside that a route names. Where an outside store lists none, the names of the route stand.
   */
  async listBuckets(): Promise<S.Bucket[]> {
    const isOwn = ({ name }: S.Bucket) => this.#of(name) === this.#own;
    const found = (await this.#own.listBuckets()).filter(isOwn);
    for (const route of this.#routes) {
      const listed = await route.store.listBuckets().catch(() => namedBuckets(route));
      found.push(...listed.filter(({ name }) => takes(route, name) && this.#of(name) === route.store));
    }
    return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  deleteBucket(bucket: string): Promise<void> {
    return this.#of(bucket).deleteBucket(bucket);
  }

  putObject(
    place: S.ObjectPlace,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    options?: S.PutOptions,
  ): Promise<StoredObject> {
    return this.#of(place.bucket).putObject(place, body, options);
  }

  openWriter(place: S.ObjectPlace, options?: S.PutOptions): Promise<S.ObjectWriter> {
    return this.#of(place.bucket).openWriter(place, options);
  }

  openOutput(place: S.ObjectPlace, options?: OutputOptions, saved?: OutputState): Promise<ObjectOutput> {
    return this.#of(place.bucket).openOutput(place, options, saved);
  }

  dropOutput(place: S.ObjectPlace, detail: OutputDetail): Promise<void> {
    return this.#of(place.bucket).dropOutput(place, detail);
  }

  headObject(place: S.ObjectPlace): Promise<StoredObject | undefined> {
    return this.#of(place.bucket).headObject(place);
  }

  getObject(place: S.ObjectPlace, options?: S.GetOptions): Promise<S.FoundObject | undefined> {
    return this.#of(place.bucket).getObject(place, options);
  }

  readObject(place: S.ObjectPlace, maxBytes: number): Promise<Buffer> {
    return this.#of(place.bucket).readObject(place, maxBytes);
  }

  copyObject(source: S.CopySource, target: S.ObjectPlace, options?: S.CopyOptions): Promise<StoredObject> {
    const store = this.#of(target.bucket);
    return store === this.#of(source.bucket)
      ? store.copyObject(source, target, options)
      : this.#copyAcross(source, target, options);
  }

  /** Between two stores the bytes go through this one. */
  async #copyAcross(source: S.CopySource, target: S.ObjectPlace, options: S.CopyOptions = {}): Promise<StoredObject> {
    const found = await this.#of(source.bucket).getObject(source);
    if (found === undefined)
      throw new ObjectStoreError('NoSuchKey', `The key ${source.key} does not exist in ${source.bucket}.`);
    try {
      source.verify?.(found.object);
      const { onlyIfAbsent, onlyIfEtag, attributes = found.object } = options;
      const tags = options.tags ?? (await this.getTags(source));
      return await this.putObject(target, found.body, {
        ...attributesOf(attributes),
        tags,
        ...present({ onlyIfAbsent, onlyIfEtag }),
      });
    } finally {
      found.body.destroy();
    }
  }

  getTags(place: S.ObjectPlace): Promise<ObjectTags> {
    return this.#of(place.bucket).getTags(place);
  }

  putTags(place: S.ObjectPlace, tags: ObjectTags): Promise<void> {
    return this.#of(place.bucket).putTags(place, tags);
  }

  deleteObject(place: S.ObjectPlace): Promise<void> {
    return this.#of(place.bucket).deleteObject(place);
  }

  deleteObjects(bucket: string, keys: readonly string[]): Promise<void> {
    return this.#of(bucket).deleteObjects(bucket, keys);
  }

  listObjects(bucket: string, options?: S.ListOptions): Promise<S.ObjectPage> {
    return this.#of(bucket).listObjects(bucket, options);
  }

  createUpload(place: S.ObjectPlace, options?: S.UploadOptions): Promise<S.Upload> {
    return this.#of(place.bucket).createUpload(place, options);
  }

  findUpload(target: S.UploadTarget): Promise<S.Upload> {
    return this.#of(target.bucket).findUpload(target);
  }

  uploadPart(target: S.PartTarget, body: AsyncIterable<Uint8Array>, options?: S.ContentOptions): Promise<S.Part> {
    return this.#of(target.bucket).uploadPart(target, body, options);
  }

  completeUpload(
    target: S.UploadTarget,
    parts: readonly S.NamedPart[],
    options?: S.CompleteOptions,
  ): Promise<StoredObject> {
    return this.#of(target.bucket).completeUpload(target, parts, options);
  }

  abortUpload(target: S.UploadTarget): Promise<void> {
    return this.#of(target.bucket).abortUpload(target);
  }

  listParts(target: S.UploadTarget, after?: number, limit?: number): Promise<S.Part[]> {
    return this.#of(target.bucket).listParts(target, after, limit);
  }

  listUploads(bucket: string, prefix?: string): Promise<S.Upload[]> {
    return this.#of(bucket).listUploads(bucket, prefix);
  }

  async close(): Promise<void> {
    await Promise.all([this.#own.close(), ...this.#routes.map((route) => route.store.close())]);
  }
}

const namedBuckets = ({ buckets }: StoreRoute): S.Bucket[] =>
  buckets.filter((name) => !name.includes('*')).map((name) => ({ name, created: 0 }));

const takes = ({ buckets }: StoreRoute, bucket: string): boolean => buckets.some((glob) => matchesGlob(glob, bucket));
