import { requireBucket } from '../require-bucket.ts';
import type { S3Operation } from '../s3-operation.ts';
import { xmlResponse } from '../xml-response.ts';

/** Versioning was never switched on: the answer has no status (S3 API reference). */
export const getBucketVersioning: S3Operation = {
  name: 'GetBucketVersioning',
  method: 'GET',
  on: 'bucket',
  query: ['versioning'],
  async run({ bucket }, context) {
    await requireBucket(bucket, context);
    return xmlResponse('VersioningConfiguration', []);
  },
};
