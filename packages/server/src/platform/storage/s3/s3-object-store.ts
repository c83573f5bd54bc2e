import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3 } from '@aws-sdk/client-s3';
import { present } from '@catenary/scoring/internal/values';
import { Semaphore } from '../../../util/semaphore.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from '../object-output.ts';
import type * as S from '../object-store.ts';
import { assertEtag, ObjectStoreError } from '../object-store-error.ts';
import type { ObjectTags, StoredObject } from '../stored-object.ts';
import { writeBody } from '../write-body.ts';
import { createS3Bucket } from './create-s3-bucket.ts';
import { listS3Objects } from './list-s3-objects.ts';
import { isEtagMd5, publishedObject, readObject, withoutQuotes } from './read-object.ts';
import { callS3, subjectOf } from './s3-call.ts';
import { defaultStallMs, openS3Client } from './s3-client.ts';
import { isNotFound, translateSdkError } from './s3-failure.ts';
import { S3Multipart } from './s3-multipart.ts';
import { S3Output } from './s3-output.ts';
import type { S3StoreOptions } from './s3-store-options.ts';
import { S3Uploads } from './s3-uploads.ts';
import { S3Writer } from './s3-writer.ts';
import { writeAlgorithm } from './sdk-checksums.ts';
import { defaultFirstDelayMs } from './unbudgeted-retry-strategy.ts';
import { type BodyPlan, type ExpectedDigest, expectedDigest, verifiedBody } from './verified-body.ts';
import { writeReplacement, writeTags } from './write-attributes.ts';
import { writeConditions } from './write-conditions.ts';

/** Most keys of one DeleteObjects (S3 API reference). */
const maxDeletes = 1000;

/** Parts that are sent at once, of all outputs: enough to keep a connection busy, few enough to hold in memory. */
const maxPartsUnderWay = 4;

/** Opens the buckets of an outside store that speaks S3. No request is sent yet. */
export async function openS3ObjectStore(options: S3StoreOptions): Promise<S.ObjectStore> {
  return new S3ObjectStore(await openS3Client(options), options);
}

/** Bytes of one object, from the first to the one before `end`. */
interface ObjectPart {
  readonly place: S.ObjectPlace;
  readonly etag: string;
  readonly start: number;
  readonly end: number;
  /** What all of them must come to. */
  readonly expected?: ExpectedDigest;
}

class S3ObjectStore implements S.ObjectStore {
  readonly #s3: S3;
  readonly #uploads: S3Uploads;
  readonly #region: string;
  readonly #isFenced: boolean;
  readonly #slots = new Semaphore(maxPartsUnderWay);
  readonly #patience: Pick<BodyPlan, 'stallMs' | 'firstDelayMs'>;

  constructor(s3: S3, options: S3StoreOptions) {
    const { region, isFenced = false, stallMs = defaultStallMs, firstDelayMs = defaultFirstDelayMs } = options;
    this.#s3 = s3;
    this.#uploads = new S3Uploads(s3);
    this.#region = region;
    this.#isFenced = isFenced;
    this.#patience = { stallMs, firstDelayMs };
  }

  createBucket(bucket: string): Promise<boolean> {
    return createS3Bucket(this.#s3, bucket, this.#region);
  }

  async bucketSettings(): Promise<Record<string, never>> {
    return {};
  }

  async changeBucket(bucket: string): Promise<void> {
    throw new ObjectStoreError('NotImplemented', `The CORS rules of ${bucket} are those of its outside store.`);
  }

  async headBucket(bucket: string): Promise<S.Bucket | undefined> {
    try {
      await this.#s3.headBucket({ Bucket: bucket });
      return { name: bucket, created: 0 };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw translateSdkError(error, 'HeadBucket', bucket);
    }
  }

  async listBuckets(): Promise<S.Bucket[]> {
    const { Buckets: buckets = [] } = await callS3('ListBuckets', 'the store', () => this.#s3.listBuckets({}));
    return buckets.map(({ Name: name, CreationDate: created }) => ({
      name: name as string,
      created: created?.getTime() ?? 0,
    }));
  }

  async deleteBucket(bucket: string): Promise<void> {
    await callS3('DeleteBucket', bucket, () => this.#s3.deleteBucket({ Bucket: bucket }));
  }

  async putObject(
    place: S.ObjectPlace,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    options: S.PutOptions = {},
  ): Promise<StoredObject> {
    return writeBody(await this.openWriter(place, options), body);
  }

  async openWriter(place: S.ObjectPlace, options: S.PutOptions = {}): Promise<S.ObjectWriter> {
    return new S3Writer(new S3Output(this.#s3, place, { ...options, slots: this.#slots }), options);
  }

  async openOutput(place: S.ObjectPlace, options: OutputOptions = {}, saved?: OutputState): Promise<ObjectOutput> {
    return new S3Output(this.#s3, place, { ...options, isFenced: this.#isFenced, slots: this.#slots, saved });
  }

  async dropOutput(place: S.ObjectPlace, { id }: OutputDetail): Promise<void> {
    if (id === undefined) await this.#uploads.abortEmpty(place);
    else await S3Multipart.of(this.#s3, place, id).abort();
  }

  async headObject(place: S.ObjectPlace): Promise<StoredObject | undefined> {
    const { bucket, key } = place;
    try {
      return readObject(key, await this.#s3.headObject({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw translateSdkError(error, 'HeadObject', subjectOf(place));
    }
  }

  async getObject(place: S.ObjectPlace, options: S.GetOptions = {}): Promise<S.FoundObject | undefined> {
    const { range, onlyIfEtag } = options;
    return range === undefined ? this.#getWhole(place, onlyIfEtag) : this.#getRange(place, range, onlyIfEtag);
  }

  async #getWhole(place: S.ObjectPlace, onlyIfEtag: string | undefined): Promise<S.FoundObject | undefined> {
    let output: GetObjectCommandOutput;
    try {
      output = await this.#s3.getObject({ Bucket: place.bucket, Key: place.key });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw translateSdkError(error, 'GetObject', subjectOf(place));
    }
    const object = readObject(place.key, output);
    try {
      assertEtag(object, place.bucket, onlyIfEtag);
    } catch (error) {
      (output.Body as Readable).destroy();
      throw error;
    }
    const expected = expectedDigest(object, isEtagMd5(output));
    const part = { place, etag: object.etag, start: 0, end: object.size, ...present({ expected }) };
    return { object, body: this.#body(part, output.Body as Readable) };
  }

  async #getRange(
    place: S.ObjectPlace,
    range: (object: StoredObject) => S.ByteRange | undefined,
    onlyIfEtag: string | undefined,
  ): Promise<S.FoundObject | undefined> {
    const object = await this.headObject(place);
    if (object === undefined) return undefined;
    assertEtag(object, place.bucket, onlyIfEtag);
    const wanted = range(object);
    // An empty object has no first byte to ask for.
    if (wanted === undefined || object.size === 0) return this.#getWhole(place, object.etag);
    const part = { place, etag: object.etag, start: wanted.first, end: wanted.last + 1 };
    return { object, body: this.#body(part, await this.#fetchFrom(part)(part.start)) };
  }

  #body(part: ObjectPart, first: Readable): Readable {
    const plan = { ...part, ...this.#patience, subject: subjectOf(part.place) };
    return verifiedBody(plan, first, this.#fetchFrom(part));
  }

  /** Gives the bytes from an offset on, and only those of this object. */
  #fetchFrom({ place, etag, end }: ObjectPart) {
    return async (offset: number, abortSignal?: AbortSignal): Promise<Readable> => {
      const request = {
        Bucket: place.bucket,
        Key: place.key,
        IfMatch: `"${etag}"`,
        Range: `bytes=${offset}-${end - 1}`,
      };
      const output = await callS3('GetObject', subjectOf(place), () =>
        this.#s3.getObject(request, abortSignal === undefined ? {} : { abortSignal }),
      );
      return output.Body as Readable;
    };
  }

  async readObject(place: S.ObjectPlace, maxBytes: number): Promise<Buffer> {
    const found = await this.getObject(place);
    if (found === undefined)
      throw new ObjectStoreError('NoSuchKey', `The key ${place.key} does not exist in ${place.bucket}.`);
    const { object, body } = found;
    if (object.size > maxBytes) {
      body.destroy();
      throw new ObjectStoreError(
        'EntityTooLarge',
        `${subjectOf(place)} has ${object.size} bytes; at most ${maxBytes} are read.`,
      );
    }
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async copyObject(source: S.CopySource, target: S.ObjectPlace, options: S.CopyOptions = {}): Promise<StoredObject> {
    const found = await this.headObject(source);
    if (found === undefined) throw new ObjectStoreError('NoSuchKey', `${subjectOf(source)} does not exist.`);
    source.verify?.(found);
    const { attributes, tags, checksumAlgorithm: sum } = options;
    const output = await callS3('CopyObject', subjectOf(target), () =>
      this.#s3.copyObject({
        Bucket: target.bucket,
        Key: target.key,
        CopySource: `${source.bucket}/${encodeURIComponent(source.key)}`,
        CopySourceIfMatch: `"${found.etag}"`,
        ...writeReplacement(attributes),
        ...present({ ChecksumAlgorithm: sum && writeAlgorithm(sum) }),
        ...present({ TaggingDirective: tags && ('REPLACE' as const), Tagging: tags && writeTags(tags) }),
        ...writeConditions(options),
      }),
    );
    const facts = { key: target.key, size: found.size, etag: withoutQuotes(output.CopyObjectResult?.ETag) };
    return publishedObject(facts, attributes ?? found);
  }

  async getTags({ bucket, key }: S.ObjectPlace): Promise<ObjectTags> {
    const call = () => this.#s3.getObjectTagging({ Bucket: bucket, Key: key });
    const { TagSet = [] } = await callS3('GetObjectTagging', subjectOf({ bucket, key }), call);
    return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  async putTags({ bucket, key }: S.ObjectPlace, tags: ObjectTags): Promise<void> {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const call = () => this.#s3.putObjectTagging({ Bucket: bucket, Key: key, Tagging: { TagSet } });
    await callS3('PutObjectTagging', subjectOf({ bucket, key }), call);
  }

  async deleteObject({ bucket, key }: S.ObjectPlace): Promise<void> {
    await callS3('DeleteObject', subjectOf({ bucket, key }), () => this.#s3.deleteObject({ Bucket: bucket, Key: key }));
  }

  async deleteObjects(bucket: string, keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += maxDeletes) {
      const objects = keys.slice(at, at + maxDeletes).map((key) => ({ Key: key }));
      const output = await callS3('DeleteObjects', bucket, () =>
        this.#s3.deleteObjects({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
      );
      const [failed] = output.Errors ?? [];
      if (failed !== undefined)
        throw translateSdkError(
          { name: failed.Code ?? '', message: failed.Message ?? '' },
          'DeleteObjects',
          subjectOf({ bucket, key: failed.Key ?? '' }),
        );
    }
  }

  listObjects(bucket: string, options: S.ListOptions = {}): Promise<S.ObjectPage> {
    return listS3Objects(this.#s3, bucket, options);
  }

  createUpload(place: S.ObjectPlace, options: S.UploadOptions = {}): Promise<S.Upload> {
    return this.#uploads.create(place, options);
  }

  findUpload(target: S.UploadTarget): Promise<S.Upload> {
    return this.#uploads.find(target);
  }

  uploadPart(target: S.PartTarget, body: AsyncIterable<Uint8Array>, options: S.ContentOptions = {}): Promise<S.Part> {
    return this.#uploads.uploadPart(target, body, options);
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

  listParts(target: S.UploadTarget, after = 0, limit = 1000): Promise<S.Part[]> {
    return this.#uploads.parts(target, after, limit);
  }

  listUploads(bucket: string, prefix = ''): Promise<S.Upload[]> {
    return this.#uploads.list(bucket, prefix);
  }

  async close(): Promise<void> {
    this.#s3.destroy();
  }
}
