import { defined } from '@catenary/scoring/internal/values';
import type { S3Operation } from '../s3-operation.ts';

export const abortMultipartUpload: S3Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  on: 'object',
  query: ['uploadId'],
  async run({ request, bucket, key }, { objects }) {
    await objects.abortUpload({ bucket, key, uploadId: defined(request.query.get('uploadId')) });
    return { status: 204, headers: {} };
  },
};
