import { ServiceError, validationException } from '../../contract/service-error.ts';
import { S3Failure } from '../../platform/storage/s3/s3-failure.ts';
import { isStoreOutage } from '../../platform/store/is-store-outage.ts';

/** The error that a client gets; undefined for one that was not foreseen. */
export function toServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof S3Failure)
    return error.isRefusal
      ? validationException(error.message)
      : new ServiceError('ServiceUnavailable', `${error.message} Try again later.`);
  if (isStoreOutage(error))
    return new ServiceError('ServiceUnavailable', 'The database of this server does not answer. Try again later.');
  return undefined;
}
