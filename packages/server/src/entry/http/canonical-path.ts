import { defined } from '@catenary/scoring/internal/values';

/**
 * The parts of SigV4's canonical request that are spelt anew. All text is as Node's parser hands it over: one character
 * for each byte. Source: IAM User Guide, "Create a signed AWS API request", and AWS's test vectors.
 */

/** RFC 3986: what SigV4 leaves as it is. */
const unreserved = /^[A-Za-z0-9\-._~]*$/;
const plainPath = /^(?:\/[A-Za-z0-9\-_~][A-Za-z0-9\-._~]*)+\/?$/;

function encode(text: string): string {
  if (unreserved.test(text)) return text;
  return text.replaceAll(
    /[^A-Za-z0-9\-._~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  // Readers of the query take a plus for a blank, so it is one here too.
  return decodePercent(text.replaceAll('+', ' '));
}

const decodePercent = (text: string) =>
  text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/**
 * The forms of a path that may have been signed. Clients of S3 sign the path as they send it, or as the service encodes it.
 * For every other service each segment of what was sent is encoded once more, mostly after dot segments and double slashes have
 * been taken out: AWS's signers leave them where they are told to.
 */
export function canonicalPaths(path: string, service: string): readonly string[] {
  if (path === '/' || plainPath.test(path)) return [path];
  if (service !== 's3') return different(normalPath(path), encodeSegments(path));
  return different(path, encodeSegments(decodePercent(path)));
}

const encodeSegments = (path: string) => path.split('/').map(encode).join('/');

const different = (one: string, other: string) => (one === other ? [one] : [one, other]);

function normalPath(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encode(segment));
  }
  const isFolder = kept.length > 0 && ['', '.', '..'].includes(defined(segments.at(-1)));
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}

/** Parameters sorted by encoded name, then by encoded value. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  const encoded = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    return [encode(decode(name)), equals < 0 ? '' : encode(decode(pair.slice(equals + 1)))];
  });
  encoded.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return encoded.map(([name, value]) => `${name}=${value}`).join('&');
}
