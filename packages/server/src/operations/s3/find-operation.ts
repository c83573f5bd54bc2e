import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { checkVersion } from './check-version.ts';
import { nameOfOther } from './name-of-other.ts';
import { s3Operations, subresources } from './operations.ts';
import { S3Error } from './s3-error.ts';
import type { S3Operation } from './s3-operation.ts';

/** What a request's head says. */
export interface S3Head {
  readonly method: string;
  /** Decoded; empty where the path has none. */
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** Bucket and key of a path, `/`, `/bucket` or `/bucket/key`. Throws InvalidURI. */
export function readPath(path: string): Pick<S3Head, 'bucket' | 'key'> {
  const slash = path.indexOf('/', 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? '' : decode(path.slice(slash + 1));
  if (bucket === '' && path !== '/') throw new S3Error('InvalidURI', 'The path names no bucket.');
  return { bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', 'The path must be percent-encoded UTF-8.');
  }
}

/** The operation that a request means. Throws MethodNotAllowed, NoSuchVersion or NotImplemented. */
export function findOperation(head: S3Head): S3Operation {
  const { method, query } = head;
  const on = resourceOf(head);
  const known = findKnown(head);
  if (known !== undefined) {
    const version = query.get('versionId');
    if (version !== null) checkVersion(version);
    return known;
  }
  const subresource = otherSubresource(query, undefined);
  if (subresource !== undefined)
    throw new S3Error(
      'NotImplemented',
      `${nameOfOther({ method, on, subresource, hasId: query.has('id') })} asks for functionality that is not implemented.`,
    );
  const members = { Method: method, ResourceType: on.toUpperCase() };
  throw new S3Error('MethodNotAllowed', `The method ${method} is not allowed against this ${on}.`, members);
}

/** The methods that mean an operation where the rest of a request is this (RFC 9110, 10.2.1). */
export function allowedMethods(head: Omit<S3Head, 'method'>): readonly string[] {
  return ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].filter((method) => findKnown({ ...head, method }) !== undefined);
}

const resourceOf = ({ bucket, key }: Pick<S3Head, 'bucket' | 'key'>) =>
  bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';

function findKnown(head: S3Head): S3Operation | undefined {
  const { method, query, headers } = head;
  const on = resourceOf(head);
  return Object.values(s3Operations.operations).find(
    (operation) =>
      operation.method === method &&
      (operation.on === on || (operation.on === 'bucket or object' && on !== 'service')) &&
      (operation.header === undefined || own(headers, operation.header) !== undefined) &&
      (operation.query ?? []).every((parameter) => hasParameter(query, parameter)) &&
      // A preflight asks about any request.
      (method === 'OPTIONS' || otherSubresource(query, operation) === undefined),
  );
}

function hasParameter(query: URLSearchParams, parameter: string): boolean {
  const [name = '', value] = parameter.split('=');
  return value === undefined ? query.has(name) : query.get(name) === value;
}

/** A parameter that asks for another operation than this. */
function otherSubresource(query: URLSearchParams, operation: S3Operation | undefined): string | undefined {
  return [...query.keys()].find(
    (name) =>
      subresources.has(name) &&
      operation?.query?.includes(name) !== true &&
      !(name === 'versionId' && operation?.takesVersion === true),
  );
}
