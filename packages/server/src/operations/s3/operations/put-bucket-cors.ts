import { readCorsRules } from '../cors/read-cors-rules.ts';
import { readCheckedBody } from '../read-checked-body.ts';
import { requireBucket } from '../require-bucket.ts';
import type { S3Operation } from '../s3-operation.ts';

export const putBucketCors: S3Operation = {
  name: 'PutBucketCors',
  changes: ['bucket'],
  method: 'PUT',
  on: 'bucket',
  query: ['cors'],
  async run({ bucket, request }, context) {
    const cors = await readCorsRules({ headers: request.headers, body: readCheckedBody(request) });
    await requireBucket(bucket, context);
    await context.objects.changeBucket(bucket, { cors });
    return { status: 200, headers: { 'content-length': '0' } };
  },
};
