import { own } from '@catenary/scoring/internal/names';
import { readCopySource } from '../../operations/s3/copy-source.ts';
import type { S3Call } from '../../operations/s3/s3-request.ts';
import type { Demand } from './is-allowed.ts';

/** Actions that have another name than their operation (Service Authorization Reference, "Actions defined by Amazon S3"). */
const actions: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  DeleteBucketCors: 'PutBucketCORS',
  GetBucketCors: 'GetBucketCORS',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  ListBuckets: 'ListAllMyBuckets',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListObjectVersions: 'ListBucketVersions',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListParts: 'ListMultipartUploadParts',
  PostObject: 'PutObject',
  PutBucketCors: 'PutBucketCORS',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
};

/** They also read another object. */
const copies = new Set(['CopyObject', 'UploadPartCopy']);

function s3Resource({ bucket, key }: Pick<S3Call, 'bucket' | 'key'>): string {
  if (bucket === '') return '*';
  return `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
}

/** A request, as far as it says what it is about. */
type AskedObject = Pick<S3Call, 'bucket' | 'key'> & { readonly request?: Pick<S3Call['request'], 'headers'> };

/** What a caller must be allowed for an operation of S3. DeleteObjects asks for each of its keys itself. */
export function s3Demands(operation: string, { request, ...place }: AskedObject): readonly Demand[] {
  if (operation === 'DeleteObjects') return [];
  const demand = { action: `s3:${own(actions, operation) ?? operation}`, resource: s3Resource(place) };
  if (request === undefined || !copies.has(operation)) return [demand];
  return [{ action: 's3:GetObject', resource: s3Resource(readCopySource(request.headers)) }, demand];
}
