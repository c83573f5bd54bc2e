import { createHash, randomUUID } from 'node:crypto';
import type { ObjectPlace } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import type { ObjectAttributes, StoredObject } from '../stored-object.ts';
import { isEtagMd5, publishedObject, readObject, withoutQuotes } from './read-object.ts';
import { callS3, type S3Writes, subjectOf } from './s3-call.ts';
import { S3Failure } from './s3-failure.ts';
import { writeAttributes } from './write-attributes.ts';
import { type WriteConditions, writeConditions } from './write-conditions.ts';

/** A part as it was uploaded: number, ETag, bytes. */
export type UploadedPart = readonly [number: number, etag: string, size: number];

/** Metadata by which an object names the upload that it was made of, once the upload itself is gone. */
const stampName = 'catenary-output';

/** A multipart upload of ours: its id at the store, and the stamp that its object will have. */
export class S3Multipart {
  readonly #s3: S3Writes;
  readonly #place: ObjectPlace;
  /** At the store. */
  readonly #uploadId: string;
  readonly #stamp: string;

  private constructor(s3: S3Writes, place: ObjectPlace, { uploadId, stamp }: { uploadId: string; stamp: string }) {
    this.#s3 = s3;
    this.#place = place;
    this.#uploadId = uploadId;
    this.#stamp = stamp;
  }

  /** `id` of an earlier one. */
  static of(s3: S3Writes, place: ObjectPlace, id: string): S3Multipart {
    const cut = id.indexOf(':');
    return new S3Multipart(s3, place, { uploadId: id.slice(cut + 1), stamp: id.slice(0, cut) });
  }

  static async create(s3: S3Writes, place: ObjectPlace, attributes: ObjectAttributes): Promise<S3Multipart> {
    const stamp = randomUUID();
    const stamped = { ...attributes, userMetadata: { ...attributes.userMetadata, [stampName]: stamp } };
    const { UploadId: uploadId } = await callS3('CreateMultipartUpload', subjectOf(place), () =>
      s3.createMultipartUpload({ Bucket: place.bucket, Key: place.key, ...writeAttributes(stamped) }),
    );
    return new S3Multipart(s3, place, { uploadId: uploadId as string, stamp });
  }

  get id(): string {
    return `${this.#stamp}:${this.#uploadId}`;
  }

  get #target() {
    return { Bucket: this.#place.bucket, Key: this.#place.key, UploadId: this.#uploadId };
  }

  async uploadPart(number: number, content: Buffer): Promise<UploadedPart> {
    const subject = `part ${number} of ${subjectOf(this.#place)}`;
    const output = await callS3('UploadPart', subject, () =>
      this.#s3.uploadPart({ ...this.#target, PartNumber: number, Body: content, ContentLength: content.length }),
    );
    const etag = withoutQuotes(output.ETag);
    if (isEtagMd5(output)) checkEtag(etag, content, subject);
    return [number, etag, content.length];
  }

  /**
   * Makes the object. If the upload is gone because that was done before, answers with the object. Throws NoSuchUpload.
   */
  async complete(
    parts: readonly UploadedPart[],
    attributes: ObjectAttributes,
    conditions: WriteConditions,
  ): Promise<StoredObject> {
    const named = parts.map(([number, etag]) => ({ PartNumber: number, ETag: `"${etag}"` }));
    try {
      const output = await callS3('CompleteMultipartUpload', subjectOf(this.#place), () =>
        this.#s3.completeMultipartUpload({
          ...this.#target,
          MultipartUpload: { Parts: named },
          ...writeConditions(conditions),
        }),
      );
      const size = parts.reduce((sum, part) => sum + part[2], 0);
      return publishedObject({ key: this.#place.key, size, etag: withoutQuotes(output.ETag) }, attributes);
    } catch (error) {
      if (!isGone(error)) throw error;
      return this.#findCompleted();
    }
  }

  /** The object, if it was made of this upload: an answer that was lost, or a process that died after it. */
  async #findCompleted(): Promise<StoredObject> {
    const { bucket, key } = this.#place;
    const output = await callS3('HeadObject', subjectOf(this.#place), () =>
      this.#s3.headObject({ Bucket: bucket, Key: key }),
    ).catch(() => undefined);
    if (output?.Metadata?.[stampName] === this.#stamp) return readObject(key, output);
    throw new ObjectStoreError('NoSuchUpload', `The output ${subjectOf(this.#place)} that was begun before is gone.`);
  }

  /** Removes it and its parts; nothing happens if it is gone already. */
  async abort(): Promise<void> {
    try {
      await callS3('AbortMultipartUpload', subjectOf(this.#place), () => this.#s3.abortMultipartUpload(this.#target));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

const isGone = (error: unknown) => error instanceof ObjectStoreError && error.code === 'NoSuchUpload';

/** Throws if the store holds other bytes than were sent: its ETag of what it received is their MD5. */
export function checkEtag(etag: string, content: Uint8Array, subject: string): void {
  const sent = createHash('md5').update(content).digest('hex');
  if (!/^[0-9a-f]{32}$/.test(etag) || etag === sent) return;
  throw new S3Failure(
    'ChecksumMismatch',
    0,
    `The store holds other bytes of ${subject} than were sent: ETag ${etag}, MD5 ${sent}.`,
  );
}
