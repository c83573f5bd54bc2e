import type { IncomingHttpHeaders } from 'node:http';
import { present } from '@catenary/scoring/internal/values';
import { checksumAlgorithms } from '../../platform/storage/checksum.ts';
import { keptHeaders } from '../../platform/storage/kept-headers.ts';
import type { ObjectAttributes, StoredObject } from '../../platform/storage/stored-object.ts';
import { readTaggingHeader } from './read-tagging-header.ts';
import { S3Error } from './s3-error.ts';

/** Largest user metadata, names and values together (S3 User Guide, "Working with object metadata"). */
const maxMetadataBytes = 2048;

/** What the request says about the object it puts. */
export function readAttributes(headers: IncomingHttpHeaders): ObjectAttributes {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? withoutChunking(headers[name]) : headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    ...present({
      headers: Object.keys(kept).length === 0 ? undefined : kept,
      tags: readTaggingHeader(headers['x-amz-tagging']),
    }),
    ...readUserMetadata(headers),
  };
}

function readUserMetadata(headers: IncomingHttpHeaders): Pick<ObjectAttributes, 'userMetadata'> {
  // Without prototype: a client may well name its metadata __proto__.
  const userMetadata = Object.create(null) as Record<string, string>;
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-meta-') || typeof value !== 'string') continue;
    userMetadata[name.slice('x-amz-meta-'.length)] = value;
    size += name.length - 'x-amz-meta-'.length + value.length;
  }
  if (size > maxMetadataBytes)
    throw new S3Error('InvalidArgument', `The user metadata has ${size} bytes; at most ${maxMetadataBytes} are kept.`);
  return size === 0 ? {} : { userMetadata };
}

/** `aws-chunked` is the framing of the request, no property of the object. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const rest = encoding
    ?.split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked');
  return rest === undefined || rest.length === 0 ? undefined : rest.join(',');
}

/** Headers of an answer that has the object or describes it. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-type': object.contentType ?? 'binary/octet-stream',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modified).toUTCString(),
    ...object.headers,
  };
  const tags = Object.keys(object.tags ?? {}).length;
  if (tags > 0) headers['x-amz-tagging-count'] = String(tags);
  for (const [name, value] of Object.entries(object.userMetadata ?? {}))
    headers[`x-amz-meta-${name}`] = encodedWord(value);
  return headers;
}

/**
 * User metadata in a header: as it is if it is ASCII, else as an encoded word of RFC 2047. What was sent counts as Latin-1,
 * as it does in the service (S3 User Guide, "Working with object metadata").
 */
function encodedWord(value: string): string {
  return /^[\x20-\x7e\t]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

/** Checksums of an object, with their type, as headers. */
export function checksumHeaders({ checksums, checksumType }: Pick<StoredObject, 'checksums' | 'checksumType'>) {
  const headers: Record<string, string> = {};
  for (const algorithm of checksumAlgorithms) {
    const value = checksums[algorithm];
    if (value === undefined) continue;
    headers[`x-amz-checksum-${algorithm}`] = value;
    headers['x-amz-checksum-type'] = checksumType;
  }
  return headers;
}

/** What is echoed when an object was put: how it is encrypted. */
export function encryptionHeaders(attributes: ObjectAttributes): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes.headers ?? {}))
    if (name.startsWith('x-amz-server-side-encryption')) headers[name] = value;
  return headers;
}
