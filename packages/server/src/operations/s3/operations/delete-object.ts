import type { S3Operation } from '../s3-operation.ts';

export const deleteObject: S3Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  on: 'object',
  takesVersion: true,
  async run({ bucket, key }, { objects }) {
    await objects.deleteObject({ bucket, key });
    return { status: 204, headers: {} };
  },
};
