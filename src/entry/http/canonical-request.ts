/** RFC 3986: what SigV4 leaves as it is. */
const unreserved = /^[A-Za-z0-9\-._~]*$/;

function encode(text: string): string {
  return unreserved.test(text)
    ? text
    : encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3 signs the path as it is sent; every other service encodes it once more, segment by segment. */
export function canonicalPath(path: string, service: string): string {
  if (service === 's3' || path === '/') return path;
  return path.split('/').map(encode).join('/');
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

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
