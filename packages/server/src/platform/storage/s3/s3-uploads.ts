import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import { present } from '@catenary/scoring/internal/values';
import { startChecksum } from '../checksum.ts';
import type * as S from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import type { StoredObject } from '../stored-object.ts';
import { isEtagMd5, publishedObject, withoutQuotes } from './read-object.ts';
import { callS3, subjectOf } from './s3-call.ts';
import { checkEtag } from './s3-multipart.ts';
import { readAlgorithm, readSdkChecksums, writeAlgorithm, writeSdkChecksums } from './sdk-checksums.ts';
import { writeAttributes } from './write-attributes.ts';
import { writeConditions } from './write-conditions.ts';

/** Largest part that is passed on: it is held in memory, so that it can be sent again. */
const maxPartBytes = 256 * 1024 * 1024;

/** Multipart uploads of clients, passed on to an outside store call by call. */
export class S3Uploads {
  readonly #s3: S3;

  constructor(s3: S3) {
    this.#s3 = s3;
  }

  async create(place: S.ObjectPlace, options: S.UploadOptions): Promise<S.Upload> {
    const { checksumAlgorithm, checksumType = 'COMPOSITE' } = options;
    const asked =
      checksumAlgorithm === undefined
        ? {}
        : { ChecksumAlgorithm: writeAlgorithm(checksumAlgorithm), ChecksumType: checksumType };
    const output = await callS3('CreateMultipartUpload', subjectOf(place), () =>
      this.#s3.createMultipartUpload({ Bucket: place.bucket, Key: place.key, ...writeAttributes(options), ...asked }),
    );
    return {
      id: output.UploadId as string,
      key: place.key,
      created: Date.now(),
      checksumType,
      ...present({ checksumAlgorithm }),
    };
  }

  async find(target: S.UploadTarget): Promise<S.Upload> {
    const found = (await this.list(target.bucket, target.key)).find(
      ({ id, key }) => id === target.uploadId && key === target.key,
    );
    if (found === undefined)
      throw new ObjectStoreError('NoSuchUpload', `The upload of ${subjectOf(target)} does not exist.`);
    return found;
  }

  async uploadPart(target: S.PartTarget, body: AsyncIterable<Uint8Array>, options: S.ContentOptions): Promise<S.Part> {
    const { bucket, key, uploadId, number } = target;
    const subject = `part ${number} of ${subjectOf(target)}`;
    const content = await gather(body, subject);
    const checksums = Object.fromEntries(
      (options.checksums ?? []).map((algorithm) => {
        const checksum = startChecksum(algorithm);
        checksum.update(content);
        return [algorithm, checksum.digest().toString('base64')] as const;
      }),
    );
    options.verify?.({ size: content.length, md5: createHash('md5').update(content).digest(), checksums });
    const output = await callS3('UploadPart', subject, () =>
      this.#s3.uploadPart({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        Body: content,
        ContentLength: content.length,
        ...writeSdkChecksums(checksums),
      }),
    );
    const etag = withoutQuotes(output.ETag);
    if (isEtagMd5(output)) checkEtag(etag, content, subject);
    return { number, size: content.length, etag, modified: Date.now(), checksums };
  }

  async complete(
    target: S.UploadTarget,
    named: readonly S.NamedPart[],
    options: S.CompleteOptions,
  ): Promise<StoredObject> {
    const parts = await this.parts(target, 0, 10_000);
    // By number and ETag: some stores list a part that was replaced beside the one that replaced it.
    const sizes = new Map(parts.map(({ number, etag, size }) => [`${number} ${etag}`, size]));
    const size = named.reduce((sum, { number, etag }) => sum + (sizes.get(`${number} ${etag}`) ?? 0), 0);
    const output = await callS3('CompleteMultipartUpload', subjectOf(target), () =>
      this.#s3.completeMultipartUpload({
        Bucket: target.bucket,
        Key: target.key,
        UploadId: target.uploadId,
        MultipartUpload: {
          Parts: named.map(({ number, etag, checksums }) => ({
            PartNumber: number,
            ETag: `"${etag}"`,
            ...writeSdkChecksums(checksums ?? {}),
          })),
        },
        ...writeConditions(options),
      }),
    );
    const made = publishedObject({ key: target.key, size, etag: withoutQuotes(output.ETag) }, {});
    return { ...made, checksums: readSdkChecksums(output) };
  }

  /** Throws NoSuchUpload. */
  async abort(target: S.UploadTarget): Promise<void> {
    const { bucket, key, uploadId } = target;
    await callS3('AbortMultipartUpload', subjectOf(target), () =>
      this.#s3.abortMultipartUpload({ Bucket: bucket, Key: key, UploadId: uploadId }),
    );
  }

  /**
   * Ends the uploads of a key that have no part: what a process leaves that was killed before it had the upload's id.
   * Another one that was begun at the same moment would be aborted too; its writer gets an error, and begins again.
   */
  async abortEmpty(place: S.ObjectPlace): Promise<void> {
    for (const { id, key } of await this.list(place.bucket, place.key)) {
      if (key !== place.key) continue;
      const target = { ...place, uploadId: id };
      const parts = await this.parts(target, 0, 1).catch(() => undefined);
      if (parts?.length === 0) await this.abort(target);
    }
  }

  async parts(target: S.UploadTarget, after: number, limit: number): Promise<S.Part[]> {
    const found: S.Part[] = [];
    let marker = after;
    for (;;) {
      const output = await callS3('ListParts', subjectOf(target), () =>
        this.#s3.listParts({
          Bucket: target.bucket,
          Key: target.key,
          UploadId: target.uploadId,
          MaxParts: Math.min(limit - found.length, 1000),
          ...present({ PartNumberMarker: marker === 0 ? undefined : String(marker) }),
        }),
      );
      for (const part of output.Parts ?? [])
        found.push({
          number: part.PartNumber ?? 0,
          size: part.Size ?? 0,
          etag: withoutQuotes(part.ETag),
          modified: part.LastModified?.getTime() ?? 0,
          checksums: readSdkChecksums(part),
        });
      marker = found.at(-1)?.number ?? marker;
      if (output.IsTruncated !== true || found.length >= limit || output.Parts?.length === 0) return found;
    }
  }

  async list(bucket: string, prefix: string): Promise<S.Upload[]> {
    const found: S.Upload[] = [];
    let from: { KeyMarker?: string; UploadIdMarker?: string } = {};
    for (;;) {
      const output = await callS3('ListMultipartUploads', `s3://${bucket}/${prefix}`, () =>
        this.#s3.listMultipartUploads({ Bucket: bucket, Prefix: prefix, ...from }),
      );
      for (const upload of output.Uploads ?? []) {
        const checksumAlgorithm = readAlgorithm(upload.ChecksumAlgorithm);
        found.push({
          id: upload.UploadId as string,
          key: upload.Key as string,
          created: upload.Initiated?.getTime() ?? 0,
          checksumType: upload.ChecksumType === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE',
          ...present({ checksumAlgorithm }),
        });
      }
      if (output.IsTruncated !== true || output.NextKeyMarker === undefined) return found;
      from = {
        KeyMarker: output.NextKeyMarker,
        ...present({ UploadIdMarker: output.NextUploadIdMarker }),
      };
    }
  }
}

async function gather(body: AsyncIterable<Uint8Array>, subject: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxPartBytes)
      throw new ObjectStoreError(
        'EntityTooLarge',
        `${subject} has more than ${maxPartBytes} bytes: send smaller parts.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
