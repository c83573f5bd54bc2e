import { requireBucket } from '../require-bucket.ts';
import type { S3Operation } from '../s3-operation.ts';

export const deleteBucketCors: S3Operation = {
  name: 'DeleteBucketCors',
  changes: ['bucket'],
  method: 'DELETE',
  on: 'bucket',
  query: ['cors'],
  async run({ bucket }, context) {
    await requireBucket(bucket, context);
    await context.objects.changeBucket(bucket, { cors: undefined });
    return { status: 204, headers: {} };
  },
};
