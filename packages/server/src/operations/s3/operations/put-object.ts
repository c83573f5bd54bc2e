import { attributeHeaders } from '../attribute-headers.ts';
import { bodyChecks } from '../body-checks.ts';
import { readWriteConditions } from '../conditions.ts';
import { checksumHeaders, encryptionHeaders, readAttributes } from '../object-headers.ts';
import { writeConditions } from '../read-conditions.ts';
import type { S3Operation } from '../s3-operation.ts';

export const putObject: S3Operation = {
  name: 'PutObject',
  method: 'PUT',
  on: 'object',
  headers: [...attributeHeaders, ...writeConditions],
  async run({ request, bucket, key }, { objects }) {
    const options = {
      ...readAttributes(request.headers),
      ...readWriteConditions(request.headers),
      ...bodyChecks(request),
    };
    const object = await objects.putObject({ bucket, key }, request.body, options);
    return {
      status: 200,
      headers: {
        ...encryptionHeaders(object),
        ...checksumHeaders(object),
        etag: `"${object.etag}"`,
        'content-length': '0',
      },
    };
  },
};
