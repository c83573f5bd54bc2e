import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { ObjectStoreError } from '../object-store-error.ts';
import type { ObjectAttributes, ObjectTags } from '../stored-object.ts';
import { bucketKeyHeader, textMembers } from './text-members.ts';

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
      Tagging: attributes.tags === undefined ? undefined : writeTags(attributes.tags),
      Metadata: attributes.userMetadata === undefined ? undefined : { ...attributes.userMetadata },
    }),
  };
}

/** Tags in the form of a query. */
export const writeTags = (tags: ObjectTags): string => new URLSearchParams(tags).toString();

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
  | (typeof textMembers)[keyof typeof textMembers]
  | 'BucketKeyEnabled'
  | 'ContentType'
  | 'Expires'
  | 'Metadata'
  | 'Tagging'
>;
