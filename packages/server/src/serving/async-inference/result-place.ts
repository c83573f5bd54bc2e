import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import type { Outcome } from './outcome.ts';

/** Marks a result as that of a request: whoever takes the request up again knows then that it has one. */
export const resultMarker = 'catenary-request';

/** Where the result of a request is to be; undefined if a failure has no place. */
export function resultPlace({ request }: AsyncRequestRecord, status: Outcome['status']): S3Uri | undefined {
  const location = status === 'Completed' ? request.outputLocation : request.failureLocation;
  return location === undefined ? undefined : parseS3Uri(location);
}
