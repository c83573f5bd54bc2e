import { present } from '@catenary/scoring/internal/values';
import type {
  ChecksumAlgorithm as SdkAlgorithm,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { own } from '@catenary/scoring/internal/names';
import { type ChecksumAlgorithm, checksumAlgorithms, type Checksums, isChecksumAlgorithm } from '../checksum.ts';
import type { KeptHeader } from '../kept-headers.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import type { CompleteOptions } from '../object-store.ts';
import { attributesOf, type ObjectAttributes, type StoredObject } from '../stored-object.ts';

/** Member of the SDK's shapes for each checksum. */
const checksumMembers = {
  crc32: 'ChecksumCRC32',
  crc32c: 'ChecksumCRC32C',
  crc64nvme: 'ChecksumCRC64NVME',
  sha1: 'ChecksumSHA1',
  sha256: 'ChecksumSHA256',
} as const satisfies Record<ChecksumAlgorithm, string>;

type SdkChecksums = Partial<Record<(typeof checksumMembers)[ChecksumAlgorithm], string>>;
type FoundChecksums = { readonly [Member in keyof SdkChecksums]?: string | undefined };

/** Kept headers that are members of text in the SDK. */
const textMembers = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-storage-class': 'StorageClass',
} as const satisfies Partial<Record<KeptHeader, keyof PutObjectCommandInput>>;

const bucketKeyHeader = 'x-amz-server-side-encryption-bucket-key-enabled' satisfies KeptHeader;

export const withoutQuotes = (etag: string | undefined) => (etag ?? '').replaceAll('"', '');

export function readChecksums(output: FoundChecksums): Checksums {
  const found: Partial<Record<ChecksumAlgorithm, string>> = {};
  for (const algorithm of checksumAlgorithms) {
    const value = output[checksumMembers[algorithm]];
    if (value !== undefined) found[algorithm] = value;
  }
  return found;
}

export function writeChecksums(checksums: Checksums): SdkChecksums {
  return Object.fromEntries(
    Object.entries(checksums).map(([algorithm, value]) => [checksumMembers[algorithm as ChecksumAlgorithm], value]),
  );
}

export const writeAlgorithm = (algorithm: ChecksumAlgorithm) => algorithm.toUpperCase() as SdkAlgorithm;

export function readAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  const algorithm = name?.toLowerCase() ?? '';
  return isChecksumAlgorithm(algorithm) ? algorithm : undefined;
}

/** What HeadObject, or GetObject of a whole object, says of it. */
export function readObject(key: string, output: Omit<HeadObjectCommandOutput, 'Body'>): StoredObject {
  const headers = readHeaders(output);
  const userMetadata = output.Metadata ?? {};
  return {
    key,
    size: output.ContentLength ?? 0,
    etag: withoutQuotes(output.ETag),
    modified: output.LastModified?.getTime() ?? 0,
    checksums: readChecksums(output),
    checksumType: output.ChecksumType === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT',
    ...present({
      contentType: output.ContentType,
      headers: Object.keys(headers).length === 0 ? undefined : headers,
      userMetadata: Object.keys(userMetadata).length === 0 ? undefined : userMetadata,
    }),
  };
}

function readHeaders(output: Omit<HeadObjectCommandOutput, 'Body'>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, member] of Object.entries(textMembers)) {
    const value = output[member];
    if (value !== undefined) headers[name] = value;
  }
  if (output.ExpiresString !== undefined) headers['expires'] = output.ExpiresString;
  if (output.BucketKeyEnabled !== undefined) headers[bucketKeyHeader] = String(output.BucketKeyEnabled);
  return headers;
}

/** An object that was just made. Its time is this server's: answers to writes do not contain the store's own. */
export function publishedObject(
  made: Pick<StoredObject, 'key' | 'size' | 'etag'>,
  attributes: ObjectAttributes,
): StoredObject {
  return {
    ...made,
    modified: Date.now(),
    checksums: {},
    checksumType: 'FULL_OBJECT',
    ...attributesOf(attributes),
  };
}

/** With encryption by a key of the caller's or of KMS, the ETag is no MD5 (S3 API reference, "ETag"). */
export function isEtagMd5(
  output: Pick<HeadObjectCommandOutput, 'ServerSideEncryption' | 'SSECustomerAlgorithm'>,
): boolean {
  return !(output.ServerSideEncryption ?? '').startsWith('aws:kms') && output.SSECustomerAlgorithm === undefined;
}

/**
 * What a writer says of its object: members that PutObject, CopyObject and CreateMultipartUpload have in common. Throws
 * InvalidArgument for an `expires` that is no date, which the SDK cannot send.
 */
export function writeAttributes(attributes: ObjectAttributes): SdkAttributes {
  const headers = attributes.headers ?? {};
  const members: { -readonly [Member in keyof SdkAttributes]: SdkAttributes[Member] } = {};
  for (const [name, member] of Object.entries(textMembers)) {
    const value = own(headers, name);
    if (value !== undefined) members[member] = value as never;
  }
  const expires = own(headers, 'expires');
  if (expires !== undefined) members.Expires = readDate(expires);
  const bucketKey = own(headers, bucketKeyHeader);
  if (bucketKey !== undefined) members.BucketKeyEnabled = bucketKey.toLowerCase() === 'true';
  return {
    ...members,
    ...present({
      ContentType: attributes.contentType,
      Metadata: attributes.userMetadata === undefined ? undefined : { ...attributes.userMetadata },
    }),
  };
}

/** What a copy says of attributes that take the place of the source's; without them it keeps those. */
export function writeReplacement(attributes: ObjectAttributes | undefined) {
  return attributes === undefined ? {} : { MetadataDirective: 'REPLACE' as const, ...writeAttributes(attributes) };
}

/** `toUTCString` writes the form that RFC 9110 (5.6.7) prefers. */
function readDate(text: string): Date {
  const date = new Date(text);
  if (date.toUTCString() === text) return date;
  throw new ObjectStoreError(
    'InvalidArgument',
    `The header Expires must be a date such as Thu, 01 Dec 2033 16:00:00 GMT, not ${text.slice(0, 100)}.`,
  );
}

type SdkAttributes = Pick<
  PutObjectCommandInput,
  (typeof textMembers)[keyof typeof textMembers] | 'BucketKeyEnabled' | 'ContentType' | 'Expires' | 'Metadata'
>;

export type WriteConditions = Pick<CompleteOptions, 'onlyIfAbsent' | 'onlyIfEtag'>;

export function writeConditions(conditions: WriteConditions): {
  IfNoneMatch?: string;
  IfMatch?: string;
} {
  const { onlyIfAbsent, onlyIfEtag } = conditions;
  return {
    ...present({
      IfNoneMatch: onlyIfAbsent === true ? '*' : undefined,
      IfMatch: onlyIfEtag === undefined ? undefined : onlyIfEtag === '*' ? '*' : `"${onlyIfEtag}"`,
    }),
  };
}
