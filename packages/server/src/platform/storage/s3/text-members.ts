import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { KeptHeader } from '../kept-headers.ts';

/** Kept headers that are members of text in the SDK. */
export const textMembers = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-storage-class': 'StorageClass',
} as const satisfies Partial<Record<KeptHeader, keyof PutObjectCommandInput>>;

export const bucketKeyHeader = 'x-amz-server-side-encryption-bucket-key-enabled' satisfies KeptHeader;
