import type { ByteRange } from '../../platform/storage/object-store.ts';
import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { readByteRange } from './byte-range.ts';
import { readPartNumber } from './part-number.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/**
 * The bytes that GET or HEAD asks for: those of a part (`partNumber`), or of a Range header; undefined for all of it.
 * Throws InvalidPartNumber or InvalidRange if the object has none of them.
 */
export function readPartOrRange({ query, headers }: S3Request, object: StoredObject): ByteRange | undefined {
  const part = query.get('partNumber');
  if (part === null) return readByteRange(headers.range, object.size);
  if (headers.range !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  const number = readPartNumber(part);
  const sizes = object.partSizes ?? [object.size];
  const size = sizes[number - 1];
  if (size === undefined)
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: part,
      ActualPartCount: String(sizes.length),
    });
  if (size === 0) return undefined;
  const first = sizes.slice(0, number - 1).reduce((sum, each) => sum + each, 0);
  return { first, last: first + size - 1 };
}

/** How many parts an object has, where one of them was asked for. */
export function partsCount({ query }: S3Request, { partSizes }: StoredObject): Record<string, string> {
  return query.has('partNumber') && partSizes !== undefined ? { 'x-amz-mp-parts-count': String(partSizes.length) } : {};
}
