import { requireBucket } from '../require-bucket.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlResponse } from '../xml-response.ts';

/** A bucket without a region of its own is in whatever region is asked; us-east-1 is written as nothing (S3 API reference). */
export const getBucketLocation: S3Operation = {
  name: 'GetBucketLocation',
  method: 'GET',
  on: 'bucket',
  inAnyRegion: true,
  query: ['location'],
  async run(call, context) {
    const { region = call.request.region } = await requireBucket(call.bucket, context);
    return xmlResponse('LocationConstraint', region === 'us-east-1' ? [] : [region]);
  },
};
