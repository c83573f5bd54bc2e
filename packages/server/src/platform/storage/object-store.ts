import type { Readable } from 'node:stream';
import type { BucketChange, BucketSettings } from './bucket-settings.ts';
import type { ChecksumAlgorithm, Checksums } from './checksum.ts';
import type { ObjectOutput, OutputDetail, OutputOptions, OutputState } from './object-output.ts';
import type { ChecksumType, ObjectAttributes, ObjectTags, StoredObject } from './stored-object.ts';

export interface Bucket extends BucketSettings {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** Where an object is, or is to be. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** What was received, known before it is published. */
export interface ContentDigests {
  readonly size: number;
  readonly md5: Buffer;
  readonly checksums: Checksums;
}

export interface ContentOptions {
  /** Checksums to compute and keep. */
  readonly checksums?: readonly ChecksumAlgorithm[];
  /** Called with what was received, before it is published: whatever it throws refuses the content. */
  readonly verify?: (digests: ContentDigests) => void;
}

export interface PutOptions extends ObjectAttributes, ContentOptions {
  /** Publish only if the key has no object (`If-None-Match: *`). */
  readonly onlyIfAbsent?: boolean;
  /** Publish only over the object with this ETag (`If-Match`). */
  readonly onlyIfEtag?: string;
}

/** First and last byte, both included, within the object. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface GetOptions {
  /** Asked of what the object turns out to be; undefined from it means all of it. */
  readonly range?: (object: StoredObject) => ByteRange | undefined;
  /** Only the object with this ETag (`If-Match`): another one throws PreconditionFailed. */
  readonly onlyIfEtag?: string;
}

export interface FoundObject {
  readonly object: StoredObject;
  /** The bytes asked for. The caller must read it to its end or destroy it. */
  readonly body: Readable;
}

export interface ListOptions {
  readonly prefix?: string;
  /** Only keys after this one; if it is a common prefix itself, keys after all of its keys. */
  readonly startAfter?: string;
  /** Keys with this text after the prefix are put together as one common prefix. */
  readonly delimiter?: string;
  /** At most this many keys and common prefixes; default 1000. */
  readonly maxKeys?: number;
}

export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** `startAfter` of the next page, if there is one. */
  readonly next?: string;
}

/** A multipart upload under way. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
}

/** Which upload a call is about. */
export interface UploadTarget extends ObjectPlace {
  readonly uploadId: string;
}

export interface PartTarget extends UploadTarget {
  readonly number: number;
}

export interface Part {
  /** 1 to 10,000. */
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly checksums: Checksums;
}

export interface UploadOptions extends ObjectAttributes {
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
}

/** A part as the client names it when it completes the upload; what it says must be so. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksums?: Checksums;
}

/** An object to copy; `verify` is called with what it is, and whatever it throws refuses it. */
export interface CopySource extends ObjectPlace {
  readonly verify?: (object: StoredObject) => void;
}

export interface CompleteOptions {
  readonly onlyIfAbsent?: boolean;
  readonly onlyIfEtag?: string;
  /** Called with the object that would be published: whatever it throws refuses it. */
  readonly verify?: (object: StoredObject) => void;
}

export interface CopyOptions extends CompleteOptions {
  /** They take the place of the source's, except for its tags. */
  readonly attributes?: ObjectAttributes;
  /** They take the place of the source's. */
  readonly tags?: ObjectTags;
  /** The checksum of the copy; absent: those of the source. */
  readonly checksumAlgorithm?: ChecksumAlgorithm;
}

/** An object under way: published whole by `commit`, or not at all. */
export interface ObjectWriter {
  /** Resolves when the next chunk may come. Chunks are gathered: one must not be changed once it was given. */
  write(chunk: Uint8Array): Promise<void>;
  commit(): Promise<StoredObject>;
  /** Drops what was written. Does nothing after `commit`, never throws. */
  abort(): Promise<void>;
}

/**
 * Buckets of objects. Keys are any well-formed text of at most 1,024 bytes of UTF-8, in the order of those bytes.
 * A resolved write has reached the disk; an unresolved one has happened whole or not at all, whatever happens to the
 * process. What cannot be done throws `ObjectStoreError`.
 */
export interface ObjectStore {
  /** False if the bucket was there already: then it is left as it is. */
  createBucket(bucket: string, settings?: BucketSettings): Promise<boolean>;
  /** What is kept here of a bucket: nothing of one that is not there, or that is in an outside store. */
  bucketSettings(bucket: string): Promise<BucketSettings>;
  /** Replaces the settings that are given, and removes those that are undefined. Throws NoSuchBucket. */
  changeBucket(bucket: string, changed: BucketChange): Promise<void>;
  headBucket(bucket: string): Promise<Bucket | undefined>;
  listBuckets(): Promise<Bucket[]>;
  /** Throws NoSuchBucket or BucketNotEmpty. */
  deleteBucket(bucket: string): Promise<void>;

  putObject(
    place: ObjectPlace,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    options?: PutOptions,
  ): Promise<StoredObject>;
  openWriter(place: ObjectPlace, options?: PutOptions): Promise<ObjectWriter>;
  /** Opens an output, new or as it was saved. */
  openOutput(place: ObjectPlace, options?: OutputOptions, saved?: OutputState): Promise<ObjectOutput>;
  /**
   * Removes what an output left: that of a published one, or of one that is not resumed. Where its id is not known
   * (the process was killed before the journal had it), what stands empty under the key is removed.
   */
  dropOutput(place: ObjectPlace, detail: OutputDetail): Promise<void>;
  headObject(place: ObjectPlace): Promise<StoredObject | undefined>;
  getObject(place: ObjectPlace, options?: GetOptions): Promise<FoundObject | undefined>;
  /** The whole content. Throws NoSuchKey, or EntityTooLarge if it is larger than `maxBytes`. */
  readObject(place: ObjectPlace, maxBytes: number): Promise<Buffer>;
  /** Copies content and checksums. */
  copyObject(source: CopySource, target: ObjectPlace, options?: CopyOptions): Promise<StoredObject>;
  /** None are an empty record. Throws NoSuchKey. */
  getTags(place: ObjectPlace): Promise<ObjectTags>;
  /** They take the place of those that the object has. Throws NoSuchKey. */
  putTags(place: ObjectPlace, tags: ObjectTags): Promise<void>;
  /** Deleting what is not there is no error. */
  deleteObject(place: ObjectPlace): Promise<void>;
  deleteObjects(bucket: string, keys: readonly string[]): Promise<void>;
  listObjects(bucket: string, options?: ListOptions): Promise<ObjectPage>;

  createUpload(place: ObjectPlace, options?: UploadOptions): Promise<Upload>;
  findUpload(target: UploadTarget): Promise<Upload>;
  uploadPart(target: PartTarget, body: AsyncIterable<Uint8Array>, options?: ContentOptions): Promise<Part>;
  completeUpload(target: UploadTarget, parts: readonly NamedPart[], options?: CompleteOptions): Promise<StoredObject>;
  abortUpload(target: UploadTarget): Promise<void>;
  /** Parts with a number above `after`, at most `limit` of them. */
  listParts(target: UploadTarget, after?: number, limit?: number): Promise<Part[]>;
  /** All uploads under way whose key starts with the prefix, by key and then by time. */
  listUploads(bucket: string, prefix?: string): Promise<Upload[]>;

  close(): Promise<void>;
}

/** What those need of a store who only read objects. */
export type ReadableObjects = Pick<
  ObjectStore,
  'headBucket' | 'headObject' | 'getObject' | 'readObject' | 'listObjects'
>;
