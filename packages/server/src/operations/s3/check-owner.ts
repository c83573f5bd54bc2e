import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { S3Error } from './s3-error.ts';

/** Throws AccessDenied for a request that expects its buckets to be another account's. */
export function checkOwner(headers: IncomingHttpHeaders, account: string): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = own(headers, name);
    if (owner !== undefined && owner !== account)
      throw new S3Error('AccessDenied', `The bucket belongs to account ${account}, not to ${String(owner)}.`);
  }
}
