import { createHash, createHmac } from 'node:crypto';
import { credentials } from './start-server.ts';

/** What is presigned, and for whom; `host` is the address of the server. */
export interface PresignedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly region?: string;
  readonly service?: string;
  readonly expires?: string;
  /** Further parameters, signed with the others. */
  readonly query?: Readonly<Record<string, string>>;
}

/**
 * Path and query of a presigned request, signed with the test's own key whatever stands in the region and the rest: AWS's
 * clients would not sign what these tests are about.
 */
export function presign(request: PresignedRequest): string {
  const { method, host, path, region = 'us-east-1', service = 's3', expires = '600', query = {} } = request;
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
    ...query,
  };
  const canonicalQuery = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const payload = service === 's3' ? 'UNSIGNED-PAYLOAD' : createHash('sha256').digest('hex');
  const canonical = [method, path, canonicalQuery, `host:${host}`, '', 'host', payload].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = [stamp.slice(0, 8), region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  return `${path}?${canonicalQuery}&X-Amz-Signature=${createHmac('sha256', key).update(toSign).digest('hex')}`;
}

const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
