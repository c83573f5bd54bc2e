import type { S3Operation } from '../s3-operation.ts';

export const deleteBucket: S3Operation = {
  name: 'DeleteBucket',
  changes: ['bucket'],
  method: 'DELETE',
  on: 'bucket',
  async run({ bucket }, { objects }) {
    await objects.deleteBucket(bucket);
    return { status: 204, headers: {} };
  },
};
