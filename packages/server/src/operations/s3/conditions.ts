import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { S3Error } from './s3-error.ts';

type ReadOutcome = 'read' | 'not modified';

/**
 * Whether the object may be read under the request's conditions (RFC 9110 §13.2.2: If-Match, else If-Unmodified-Since;
 * then If-None-Match, else If-Modified-Since). `prefix` is that of CopyObject's conditions on its source.
 */
export function checkReadConditions(object: StoredObject, headers: IncomingHttpHeaders, prefix = ''): ReadOutcome {
  const get = (name: string) => {
    const value = own(headers, `${prefix}${name}`);
    return typeof value === 'string' ? value : undefined;
  };
  const ifMatch = get('if-match');
  const ifUnmodifiedSince = parseDate(get('if-unmodified-since'));
  if (ifMatch === undefined ? isAfter(object, ifUnmodifiedSince) : !namesEtag(ifMatch, object.etag))
    throw failed(ifMatch === undefined ? 'If-Unmodified-Since' : 'If-Match');
  const ifNoneMatch = get('if-none-match');
  const ifModifiedSince = pastDate(get('if-modified-since'));
  const isUnchanged =
    ifNoneMatch === undefined
      ? ifModifiedSince !== undefined && !isAfter(object, ifModifiedSince)
      : namesEtag(ifNoneMatch, object.etag);
  if (isUnchanged && prefix !== '') throw failed(ifNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match');
  return isUnchanged ? 'not modified' : 'read';
}

/** `If-None-Match: *` and `If-Match: <etag>` of a write. */
export function readWriteConditions(headers: IncomingHttpHeaders): { onlyIfAbsent?: boolean; onlyIfEtag?: string } {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new S3Error('NotImplemented', 'If-None-Match of a write must be *.');
  return {
    ...present({
      onlyIfAbsent: ifNoneMatch === undefined ? undefined : true,
      onlyIfEtag: ifMatch === undefined ? undefined : stripQuotes(ifMatch),
    }),
  };
}

export const stripQuotes = (etag: string) => etag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1');

function namesEtag(list: string, etag: string): boolean {
  return list.split(',').some((one) => one.trim() === '*' || stripQuotes(one) === etag);
}

/** HTTP dates have seconds only. */
const isAfter = (object: StoredObject, date: number | undefined) =>
  date !== undefined && Math.floor(object.modified / 1000) * 1000 > date;

/** A date that cannot be read is no condition (RFC 9110 §13.1.3). */
function parseDate(text: string | undefined): number | undefined {
  const date = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

/** Nothing can have changed since a date that is still to come: it is no condition (RFC 9110 §13.1.3). */
function pastDate(text: string | undefined): number | undefined {
  const date = parseDate(text);
  return date !== undefined && date > Date.now() ? undefined : date;
}

const failed = (Condition: string) =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition });
