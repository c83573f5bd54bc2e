import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { present } from '@catenary/scoring/internal/values';
import { attributesOf, type ObjectAttributes, type StoredObject } from '../stored-object.ts';
import { readSdkChecksums } from './sdk-checksums.ts';
import { bucketKeyHeader, textMembers } from './text-members.ts';

export const withoutQuotes = (etag: string | undefined) => (etag ?? '').replaceAll('"', '');

/** What HeadObject, or GetObject of a whole object, says of it. */
export function readObject(key: string, output: Omit<HeadObjectCommandOutput, 'Body'>): StoredObject {
  const headers = readHeaders(output);
  const userMetadata = output.Metadata ?? {};
  return {
    key,
    size: output.ContentLength ?? 0,
    etag: withoutQuotes(output.ETag),
    modified: output.LastModified?.getTime() ?? 0,
    checksums: readSdkChecksums(output),
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
