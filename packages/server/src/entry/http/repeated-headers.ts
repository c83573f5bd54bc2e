import type { IncomingMessage } from 'node:http';
import { defined } from '@catenary/scoring/internal/values';

/**
 * Headers that decide who calls, what is requested and where the body ends. Node keeps the first of some, and joins
 * others.
 */
const singletons: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'content-md5',
  'content-type',
  'expect',
  'host',
  'origin',
  'range',
]);

/**
 * A header that came more than once though it may have one value only, or whose name is that of a property of every
 * object. Undefined, at little cost, for a request whose headers all differ.
 */
export function findRepeatedHeader({ headers, rawHeaders }: IncomingMessage): string | undefined {
  let distinct = 0;
  for (const name in headers) if (name !== '') distinct++;
  if (distinct * 2 === rawHeaders.length) return undefined;
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = defined(rawHeaders[at]).toLowerCase();
    if (name === '__proto__' || (seen.has(name) && isSingle(name))) return name;
    seen.add(name);
  }
  return undefined;
}

/** User metadata may be given in several lines, which S3 joins, and names of trailers are a list. */
const isSingle = (name: string) =>
  singletons.has(name) || (name.startsWith('x-amz') && !name.startsWith('x-amz-meta-') && name !== 'x-amz-trailer');
