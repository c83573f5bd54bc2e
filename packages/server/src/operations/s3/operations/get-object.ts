import { isHeaderText } from '../../../contract/header-text.ts';
import { contentHeaders } from '../../../platform/storage/kept-headers.ts';
import type { ByteRange } from '../../../platform/storage/object-store.ts';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import { checkReadConditions } from '../conditions.ts';
import { checksumHeaders, objectHeaders } from '../object-headers.ts';
import { partsCount, readPartOrRange } from '../part-range.ts';
import { readConditions } from '../read-conditions.ts';
import { missing } from '../require-object.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';
import type { S3Call, S3Response } from '../s3-request.ts';

/** Query parameters of a presigned request that name the answer's headers (S3 API reference, GetObject). */
const overrides: readonly (readonly [parameter: string, header: string])[] = ['content-type', ...contentHeaders].map(
  (header) => [`response-${header}`, header],
);

export const getObject: S3Operation = {
  name: 'GetObject',
  method: 'GET',
  on: 'object',
  takesVersion: true,
  headers: [...readConditions, 'x-amz-checksum-mode'],
  async run(call, context) {
    const { request, bucket, key } = call;
    let range: ByteRange | undefined;
    let isUnchanged = false;
    const found = await context.objects.getObject(
      { bucket, key },
      {
        range: (object) => {
          isUnchanged = checkReadConditions(object, request.headers) === 'not modified';
          range = isUnchanged ? undefined : readPartOrRange(request, object);
          return range;
        },
      },
    );
    if (found === undefined) throw await missing(call, context);
    if (isUnchanged) {
      found.body.destroy();
      return notModified(found.object);
    }
    return { ...describeObject(call, found.object, range), body: found.body };
  },
};

/** Status and headers of an answer with these bytes of the object. */
export function describeObject(call: S3Call, object: StoredObject, range: ByteRange | undefined): S3Response {
  const { headers, query } = call.request;
  const described = objectHeaders(object);
  for (const [parameter, header] of overrides) {
    const value = query.get(parameter);
    if (value === null) continue;
    if (!isHeaderText(value)) throw new S3Error('InvalidArgument', `${parameter} is not a header value.`);
    described[header] = value;
  }
  // A checksum is that of the whole content, which a range may be as well.
  const isWhole = range === undefined || range.last - range.first + 1 === object.size;
  if (isWhole && String(headers['x-amz-checksum-mode']).toUpperCase() === 'ENABLED')
    Object.assign(described, checksumHeaders(object));
  Object.assign(described, partsCount(call.request, object));
  if (range !== undefined) described['content-range'] = `bytes ${range.first}-${range.last}/${object.size}`;
  described['content-length'] = String(range === undefined ? object.size : range.last - range.first + 1);
  return { status: range === undefined ? 200 : 206, headers: described };
}

export function notModified(object: StoredObject): S3Response {
  return {
    status: 304,
    headers: { etag: `"${object.etag}"`, 'last-modified': new Date(object.modified).toUTCString() },
  };
}
