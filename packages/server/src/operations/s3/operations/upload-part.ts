import { defined } from '@catenary/scoring/internal/values';
import { bodyChecks } from '../body-checks.ts';
import { checksumHeaders } from '../object-headers.ts';
import { readPartNumber } from '../part-number.ts';
import type { S3Operation } from '../s3-operation.ts';

export const uploadPart: S3Operation = {
  name: 'UploadPart',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  async run({ request, bucket, key }, { objects }) {
    const uploadId = defined(request.query.get('uploadId'));
    const number = readPartNumber(defined(request.query.get('partNumber')));
    const part = await objects.uploadPart({ bucket, key, uploadId, number }, request.body, bodyChecks(request));
    const { 'x-amz-checksum-type': _, ...checksums } = checksumHeaders({ ...part, checksumType: 'COMPOSITE' });
    return { status: 200, headers: { ...checksums, etag: `"${part.etag}"`, 'content-length': '0' } };
  },
};
