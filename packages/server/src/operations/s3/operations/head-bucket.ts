import { requireBucket } from '../require-bucket.ts';
import type { S3Operation } from '../s3-operation.ts';

export const headBucket: S3Operation = {
  name: 'HeadBucket',
  method: 'HEAD',
  on: 'bucket',
  async run(call, context) {
    const { region = call.request.region } = await requireBucket(call.bucket, context);
    return { status: 200, headers: { 'x-amz-bucket-region': region } };
  },
};
