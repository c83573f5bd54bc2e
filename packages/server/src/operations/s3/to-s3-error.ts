import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { S3Failure } from '../../platform/storage/s3/s3-failure.ts';
import { isStoreOutage } from '../../platform/store/is-store-outage.ts';
import { S3Error } from './s3-error.ts';

/** The error that a client gets; undefined for what no request caused: a failing disk, a broken connection. */
export function toS3Error(error: unknown): S3Error | undefined {
  if (error instanceof S3Error) return error;
  if (error instanceof ObjectStoreError) return new S3Error(error.code, error.message, error.facts);
  if (error instanceof S3Failure) return passedOn(error);
  if (isStoreOutage(error)) return new S3Error('ServiceUnavailable', storeOutage);
  return undefined;
}

const storeOutage = 'Please try again later: the index of the objects is locked by another process.';

/** What an outside store said, as this one's answer. */
function passedOn({ code, isRefusal, message }: S3Failure): S3Error {
  if (code === 'InvalidBucketName') return new S3Error('InvalidBucketName', message);
  if (isRefusal) return new S3Error('AccessDenied', message);
  return new S3Error('ServiceUnavailable', message);
}
