import { expect, it } from 'vitest';
import { nameOfOther } from '../../../src/operations/s3/name-of-other.ts';

/** Names of botocore's model of S3 (1.43.11) that are not put together of method and subresource. */
it.each([
  ['GET', 'bucket', 'object-lock', false, 'GetObjectLockConfiguration'],
  ['PUT', 'bucket', 'object-lock', false, 'PutObjectLockConfiguration'],
  ['GET', 'bucket', 'analytics', false, 'ListBucketAnalyticsConfigurations'],
  ['GET', 'bucket', 'analytics', true, 'GetBucketAnalyticsConfiguration'],
  ['GET', 'bucket', 'intelligent-tiering', false, 'ListBucketIntelligentTieringConfigurations'],
  ['GET', 'bucket', 'inventory', false, 'ListBucketInventoryConfigurations'],
  ['GET', 'bucket', 'metrics', false, 'ListBucketMetricsConfigurations'],
  ['PUT', 'bucket', 'metrics', true, 'PutBucketMetricsConfiguration'],
  ['DELETE', 'bucket', 'lifecycle', false, 'DeleteBucketLifecycle'],
  ['GET', 'bucket', 'lifecycle', false, 'GetBucketLifecycleConfiguration'],
  ['POST', 'bucket', 'metadataConfiguration', false, 'CreateBucketMetadataConfiguration'],
  ['POST', 'bucket', 'metadataTable', false, 'CreateBucketMetadataTableConfiguration'],
  ['PUT', 'bucket', 'metadataInventoryTable', false, 'UpdateBucketMetadataInventoryTableConfiguration'],
  ['PUT', 'bucket', 'metadataJournalTable', false, 'UpdateBucketMetadataJournalTableConfiguration'],
  ['PUT', 'object', 'encryption', false, 'UpdateObjectEncryption'],
  ['PUT', 'bucket', 'encryption', false, 'PutBucketEncryption'],
  ['GET', 'object', 'acl', false, 'GetObjectAcl'],
] as const)('%s of a %s with ?%s (id: %s) is %s', (method, on, subresource, hasId, name) => {
  expect(nameOfOther({ method, on, subresource, hasId })).toBe(name);
});
