import type { Service } from '../service.ts';
import { inItsRegion } from './in-its-region.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createBucket } from './operations/create-bucket.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteBucket } from './operations/delete-bucket.ts';
import { deleteBucketCors } from './operations/delete-bucket-cors.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjectTagging } from './operations/delete-object-tagging.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getBucketCors } from './operations/get-bucket-cors.ts';
import { getBucketLocation } from './operations/get-bucket-location.ts';
import { getBucketVersioning } from './operations/get-bucket-versioning.ts';
import { getObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { getObjectTagging } from './operations/get-object-tagging.ts';
import { headBucket } from './operations/head-bucket.ts';
import { headObject } from './operations/head-object.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjects } from './operations/list-objects.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listParts } from './operations/list-parts.ts';
import { optionsObject } from './operations/options-object.ts';
import { postObject } from './operations/post-object.ts';
import { putBucketCors } from './operations/put-bucket-cors.ts';
import { putObject } from './operations/put-object.ts';
import { putObjectTagging } from './operations/put-object-tagging.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import type { S3Operation } from './s3-operation.ts';

/** Of two that a request could mean, the one that asks for more stands first. */
const operations: readonly S3Operation[] = [
  listBuckets,
  getBucketCors,
  getBucketLocation,
  getBucketVersioning,
  listObjectVersions,
  listMultipartUploads,
  listObjectsV2,
  listObjects,
  putBucketCors,
  createBucket,
  headBucket,
  deleteBucketCors,
  deleteBucket,
  deleteObjects,
  postObject,
  putObjectTagging,
  uploadPartCopy,
  uploadPart,
  copyObject,
  putObject,
  getObjectTagging,
  getObjectAttributes,
  listParts,
  getObject,
  headObject,
  deleteObjectTagging,
  abortMultipartUpload,
  deleteObject,
  createMultipartUpload,
  completeMultipartUpload,
  optionsObject,
];

/** Objects in buckets. */
export const s3Operations: Service<S3Operation> = {
  signingName: 's3',
  callsAre: 'objects',
  operations: Object.fromEntries(operations.map((operation) => [operation.name, inItsRegion(operation)])),
};

/** Parameters that make a request another operation, one that is not in the table (S3 API reference, "Actions"). */
export const subresources: ReadonlySet<string> = new Set(
  (
    'abac accelerate acl analytics append attributes cors delete encryption intelligent-tiering inventory legal-hold ' +
    'lifecycle location logging metadataConfiguration metadataTable metrics notification object-lock ' +
    'ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment restore ' +
    'retention select session tagging torrent uploadId uploads versionId versioning versions website'
  ).split(' '),
);
