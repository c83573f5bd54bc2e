import { present } from '@catenary/scoring/internal/values';
import type { Semaphore } from '../../../util/semaphore.ts';
import { faultPoint } from '../../observe/fault-point.ts';
import type { Checksums } from '../checksum.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from '../object-output.ts';
import type { ObjectPlace } from '../object-store.ts';
import type { StoredObject } from '../stored-object.ts';
import { isEtagMd5, publishedObject, withoutQuotes } from './read-object.ts';
import { callS3, type S3Writes, subjectOf } from './s3-call.ts';
import { checkEtag, S3Multipart, type UploadedPart } from './s3-multipart.ts';
import { writeSdkChecksums } from './sdk-checksums.ts';
import { writeAttributes } from './write-attributes.ts';
import { type WriteConditions, writeConditions } from './write-conditions.ts';

/** Smallest part but the last, and largest number of a part (S3 User Guide, "Multipart upload limits"). */
const minPartBytes = 5 * 1024 * 1024;
const maxPartNumber = 10_000;
/** Parts of 5 MiB, 5 MiB more every thousand: ten thousand of them hold 288 GB. */
const partBytes = (number: number) => minPartBytes * (1 + Math.floor(number / 1000));
/**
 * Numbers that a new owner of an output leaves free: a part that the former owner still has under way gets one of
 * them, and none that is named when the upload is completed.
 */
const numberGap = 16;

export interface S3OutputOptions extends OutputOptions {
  /** Whether it is an upload however small it is (`S3StoreOptions.isFenced`). */
  readonly isFenced?: boolean;
  /** Shared by all outputs of a store. */
  readonly slots: Pick<Semaphore, 'take'>;
  /** What an earlier output had come to that this one continues. */
  readonly saved?: OutputState | undefined;
}

interface PublishOptions extends WriteConditions {
  /** At most one, of the whole content: kept by the store with an object that is put at once. */
  readonly checksums?: Checksums;
}

/** An output to an outside store: first in memory, then a multipart upload; a small one is put at its end. */
export class S3Output implements ObjectOutput {
  readonly #s3: S3Writes;
  readonly #place: ObjectPlace;
  readonly #options: S3OutputOptions;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #length = 0;
  #isSealed = false;
  #upload: S3Multipart | undefined;
  #parts: UploadedPart[] = [];
  #nextNumber = 1;
  readonly #underWay = new Set<Promise<void>>();
  #failure: Error | undefined;
  #published: StoredObject | undefined;

  constructor(s3: S3Writes, place: ObjectPlace, options: S3OutputOptions) {
    this.#s3 = s3;
    this.#place = place;
    this.#options = options;
    if (options.saved !== undefined) this.#takeUp(options.saved);
  }

  #takeUp({ length, isSealed, detail }: OutputState): void {
    this.#length = length;
    this.#isSealed = isSealed;
    if (detail.tail !== undefined) this.#gathered = [Buffer.from(detail.tail, 'base64')];
    this.#gatheredBytes = this.#gathered[0]?.length ?? 0;
    if (detail.id === undefined) return;
    this.#upload = S3Multipart.of(this.#s3, this.#place, detail.id);
    this.#parts = [...(detail.parts ?? [])];
    this.#nextNumber = (this.#parts.at(-1)?.[0] ?? 0) + 1 + numberGap;
  }

  get length(): number {
    return this.#length;
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.#isSealed) throw new Error('The output is sealed.');
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    this.#length += chunk.length;
    if (this.#gatheredBytes >= partBytes(this.#nextNumber)) await this.#sendPart();
  }

  /** Begins to send what was gathered as one part; resolves when another may be gathered. */
  async #sendPart(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const content = Buffer.concat(this.#gathered, this.#gatheredBytes);
    const number = this.#nextNumber++;
    if (number > maxPartNumber) throw new Error(`${subjectOf(this.#place)} needs more than ${maxPartNumber} parts.`);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    const upload = (this.#upload ??= await this.#begin());
    faultPoint('before-part-upload');
    const giveBack = await this.#options.slots.take();
    const sending = upload
      .uploadPart(number, content)
      .then((part) => {
        faultPoint('after-part-upload');
        this.#parts.push(part);
      })
      .catch((error: Error) => void (this.#failure ??= error))
      .finally(() => {
        giveBack();
        this.#underWay.delete(sending);
      });
    this.#underWay.add(sending);
  }

  async #begin(): Promise<S3Multipart> {
    const { journal } = this.#options;
    await journal?.starting();
    const upload = await S3Multipart.create(this.#s3, this.#place, this.#options);
    await journal?.started(upload.id);
    return upload;
  }

  async sync(): Promise<OutputState> {
    if (this.#gatheredBytes >= minPartBytes) await this.#sendPart();
    return this.#settled();
  }

  /** The state once nothing is under way. */
  async #settled(): Promise<OutputState> {
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
    this.#parts.sort(([a], [b]) => a - b);
    return { length: this.#length, isSealed: this.#isSealed, detail: this.#detail() };
  }

  #detail(): OutputDetail {
    return {
      ...present({
        id: this.#upload?.id,
        parts: this.#upload && [...this.#parts],
        tail: this.#gatheredBytes === 0 ? undefined : Buffer.concat(this.#gathered).toString('base64'),
      }),
    };
  }

  async seal(): Promise<OutputState> {
    this.#isSealed = true;
    const isUpload = this.#upload !== undefined || this.#options.isFenced === true;
    // An upload has at least one part, be it empty.
    if (isUpload && (this.#gatheredBytes > 0 || this.#nextNumber === 1)) await this.#sendPart();
    return this.#settled();
  }

  async publish(conditions: PublishOptions = {}): Promise<StoredObject> {
    this.#published ??= await this.#publish(conditions);
    return this.#published;
  }

  #publish(conditions: PublishOptions): Promise<StoredObject> {
    return this.#upload === undefined
      ? this.#put(conditions)
      : this.#upload.complete(this.#parts, this.#options, conditions);
  }

  async #put(conditions: PublishOptions): Promise<StoredObject> {
    const { bucket, key } = this.#place;
    const subject = subjectOf(this.#place);
    const content = Buffer.concat(this.#gathered);
    const output = await callS3('PutObject', subject, () =>
      this.#s3.putObject({
        Bucket: bucket,
        Key: key,
        Body: content,
        ContentLength: content.length,
        ...writeAttributes(this.#options),
        ...writeConditions(conditions),
        ...writeSdkChecksums(conditions.checksums ?? {}),
      }),
    );
    const etag = withoutQuotes(output.ETag);
    if (isEtagMd5(output)) checkEtag(etag, content, subject);
    return publishedObject({ key, size: content.length, etag }, this.#options);
  }

  async abort(): Promise<void> {
    if (this.#published !== undefined) return;
    // A part that arrives after the end of its upload would stay behind.
    await Promise.all(this.#underWay);
    await this.#upload?.abort().catch(() => undefined);
  }

  async close(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
