import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';

/** Making a bucket that one has already changes nothing, as in us-east-1. */
export const createBucket: S3Operation = {
  name: 'CreateBucket',
  changes: ['bucket'],
  method: 'PUT',
  on: 'bucket',
  headers: ['x-amz-acl', 'x-amz-bucket-object-lock-enabled'],
  async run({ bucket, request }, { objects }) {
    // S3 User Guide, "General purpose bucket naming rules".
    if (!/^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket) || /^\d+\.\d+\.\d+\.\d+$/.test(bucket))
      throw new S3Error(
        'InvalidBucketName',
        `The specified bucket is not valid: ${bucket}. A name has 3 to 63 lower-case letters, digits, hyphens and dots.`,
      );
    // The location constraint, if there is one: every region is here.
    for await (const chunk of request.body) void chunk;
    await objects.createBucket(bucket);
    return { status: 200, headers: { location: `/${bucket}`, 'content-length': '0' } };
  },
};
