import { present } from '@catenary/scoring/internal/values';
import type { Checksums } from './checksum.ts';

/** How a multipart object's checksum came about: over the parts' checksums, or over the whole content. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

/** What a writer says about an object besides its content. */
export interface ObjectAttributes {
  readonly contentType?: string;
  /** Values by lower-case name: those of `keptHeaders` that the writer sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `x-amz-meta-` headers without their prefix, by lower-case name. */
  readonly userMetadata?: Readonly<Record<string, string>>;
  readonly tags?: ObjectTags;
}

/** The tags of an object, by their keys. */
export type ObjectTags = Readonly<Record<string, string>>;

export function attributesOf({ contentType, headers, userMetadata, tags }: ObjectAttributes): ObjectAttributes {
  return {
    ...present({ contentType, headers, userMetadata, tags }),
  };
}

/** An object as it was published. Objects never change; a later put is another object under the same key. */
export interface StoredObject extends ObjectAttributes {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Hex MD5 of the content, without quotes; of a multipart object the MD5 of its parts' MD5s, `-`, their number. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly checksums: Checksums;
  readonly checksumType: ChecksumType;
  /** Bytes of each part that it was uploaded in; absent if it came whole, or where the store does not say. */
  readonly partSizes?: readonly number[];
  /** The multipart upload that made it; absent if it came whole, or where the store does not say. */
  readonly uploadId?: string;
}
