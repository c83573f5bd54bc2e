import type { S3Operation } from '../s3-operation.ts';

export const deleteBucket: S3Operation = {
  name: 'DeleteBucket',
  method: 'DELETE',
  on: 'bucket',
  async run({ store, bucket }) {
    await store.deleteBucket(bucket);
    return { status: 204, headers: {} };
  },
};
