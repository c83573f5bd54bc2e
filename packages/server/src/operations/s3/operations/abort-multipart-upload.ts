import type { S3Operation } from '../s3-operation.ts';

export const abortMultipartUpload: S3Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  on: 'object',
  query: ['uploadId'],
  async run({ request, store, bucket, key }) {
    await store.abortUpload(bucket, key, request.query.get('uploadId') as string);
    return { status: 204, headers: {} };
  },
};
