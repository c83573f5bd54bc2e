import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { commonHeaders, headersWithoutEffect } from './common-headers.ts';
import { S3Error } from './s3-error.ts';
import type { S3Operation } from './s3-operation.ts';

const conditions = /^if-(match|none-match|modified-since|unmodified-since)$/;

/** The only access control here: the bucket's owner may do everything. */
const harmlessAcls = ['private', 'bucket-owner-full-control', 'bucket-owner-read'];

/**
 * Storage classes whose objects can be read at once: the class is kept and given back, as there is one kind of disk here.
 * Source: S3 User Guide, "Understanding and managing Amazon S3 storage classes".
 */
const readableClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'EXPRESS_ONEZONE',
];

/** Refuses a header of S3, or a condition, that the operation does not act on: ignoring it would mislead the client. */
export function checkHeaders(operation: S3Operation, headers: IncomingHttpHeaders): void {
  const refused = Object.keys(headers).find((name) => isOfS3(name) && !isKnown(operation, name));
  if (refused !== undefined)
    throw new S3Error(
      'NotImplemented',
      `${operation.name} with the header ${refused} asks for functionality that is not implemented.`,
    );
  checkValue(headers, 'x-amz-acl', harmlessAcls);
  checkValue(headers, 'x-amz-storage-class', readableClasses);
  checkValue(headers, 'x-amz-bucket-object-lock-enabled', ['false']);
}

const isOfS3 = (name: string) => name.startsWith('x-amz-') || conditions.test(name);

function isKnown({ headers: taken = [], header }: S3Operation, name: string): boolean {
  if (name === header || commonHeaders.includes(name) || Object.hasOwn(headersWithoutEffect, name)) return true;
  return taken.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));
}

function checkValue(headers: IncomingHttpHeaders, name: string, taken: readonly string[]): void {
  const value = own(headers, name);
  if (value === undefined || taken.includes(String(value))) return;
  throw new S3Error(
    'NotImplemented',
    `The header ${name} may be ${taken.join(', ')} here; ${String(value).slice(0, 100)} asks for functionality that is not implemented.`,
  );
}
