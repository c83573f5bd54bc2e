import { createHash, createHmac, hash } from 'node:crypto';
import { credentials } from '../support/start-server.ts';
import type { Call } from './call.ts';
import { encode } from './texts.ts';

/** How a request is signed: by header, by query, by query in version 2, in chunks with a signature each, or not at all. */
export type Signing = 'header' | 'query' | 'query-v2' | 'chunks' | 'none';

/** Where and when: `host` is the address of the server. */
export interface SigningPlace {
  readonly host: string;
  readonly now: Date;
  readonly region: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const emptyHash = hash('sha256', '', 'hex');

/** The whole request as bytes, signed from the description of Signature Version 4 rather than by any code of the server's. */
export function signCall(call: Call, signing: Signing, place: SigningPlace): Buffer {
  const stamp = place.now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${place.region}/${call.service}/aws4_request`;
  if (signing === 'query') return presigned(call, { stamp, scope, host: place.host });
  if (signing === 'query-v2') return presignedV2(call, place);
  const isChunked = signing === 'chunks';
  const payload = isChunked ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' : hash('sha256', call.body, 'hex');
  const own: [string, string][] = [
    ['host', place.host],
    ['x-amz-date', stamp],
  ];
  if (call.service === 's3') own.push(['x-amz-content-sha256', payload]);
  if (isChunked) own.push(['x-amz-decoded-content-length', String(call.body.length)]);
  const headers = [...own, ...call.headers];
  const query = queryOf(call.query);
  let body = call.body;
  if (signing !== 'none') {
    const canonical = canonicalRequest(call, { query, headers, payload });
    const signature = signText(`${algorithm}\n${stamp}\n${scope}\n${hash('sha256', canonical.bytes, 'hex')}`, scope);
    headers.push([
      'authorization',
      `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${canonical.names}, Signature=${signature}`,
    ]);
    if (isChunked) body = inChunks(call.body, { stamp, scope, signature });
  }
  if (body.length > 0 || call.method === 'POST' || call.method === 'PUT')
    headers.push(['content-length', String(body.length)]);
  return request(call, { query, headers, body });
}

function presigned(call: Call, { stamp, scope, host }: { stamp: string; scope: string; host: string }): Buffer {
  const query = queryOf([
    ...call.query,
    ['X-Amz-Algorithm', algorithm],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', stamp],
    ['X-Amz-Expires', '600'],
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const payload = call.service === 's3' ? 'UNSIGNED-PAYLOAD' : hash('sha256', call.body, 'hex');
  const canonical = canonicalRequest(call, { query, headers: [['host', host]], payload });
  const signature = signText(`${algorithm}\n${stamp}\n${scope}\n${hash('sha256', canonical.bytes, 'hex')}`, scope);
  const headers = withLength(call, host);
  return request(call, { query: `${query}&X-Amz-Signature=${signature}`, headers, body: call.body });
}

/** Version 2 (S3 User Guide, "Signing and authenticating REST requests"), as far as these requests have what it signs. */
function presignedV2(call: Call, { host, now }: SigningPlace): Buffer {
  const expires = String(Math.trunc(now.getTime() / 1000) + 600);
  const valueOf = (name: string) => call.headers.find(([other]) => other === name)?.[1].trim() ?? '';
  const amazon = call.headers
    .filter(([name]) => name.startsWith('x-amz-'))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .sort()
    .join('');
  const text = `${call.method}\n${valueOf('content-md5')}\n${valueOf('content-type')}\n${expires}\n${amazon}${call.path}`;
  const signature = createHmac('sha1', credentials.secretAccessKey).update(text, 'latin1').digest('base64');
  const query = queryOf([
    ...call.query,
    ['AWSAccessKeyId', credentials.accessKeyId],
    ['Expires', expires],
    ['Signature', signature],
  ]);
  return request(call, { query, headers: withLength(call, host), body: call.body });
}

const withLength = (call: Call, host: string): (readonly [string, string])[] => [
  ['host', host],
  ...call.headers,
  ...(call.body.length > 0 ? [['content-length', String(call.body.length)] as const] : []),
];

interface Parts {
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
}

function canonicalRequest(call: Call, parts: Parts & { payload: string }): { bytes: Buffer; names: string } {
  const values = new Map<string, string>();
  for (const [name, value] of parts.headers) values.set(name, value.trim().replaceAll(/ +/g, ' '));
  const names = [...values.keys()].sort();
  const path = call.service === 's3' ? call.path : call.path.split('/').map(encode).join('/');
  const lines = names.map((name) => `${name}:${values.get(name)}\n`).join('');
  const text = `${call.method}\n${path}\n${parts.query}\n${lines}\n${names.join(';')}\n${parts.payload}`;
  return { bytes: Buffer.from(text, 'latin1'), names: names.join(';') };
}

const queryOf = (query: Call['query']) =>
  query
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

function request(call: Call, { query, headers, body }: Parts & { body: Buffer }): Buffer {
  const target = query === '' ? call.path : `${call.path}?${query}`;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${call.method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1'), body]);
}

const keys = new Map<string, Buffer>();

function signText(text: string, scope: string): string {
  let key = keys.get(scope);
  if (key === undefined) {
    key = scope
      .split('/')
      .reduce<Buffer>(
        (last, part) => createHmac('sha256', last).update(part).digest(),
        Buffer.from(`AWS4${credentials.secretAccessKey}`),
      );
    keys.set(scope, key);
  }
  return createHmac('sha256', key).update(text).digest('hex');
}

/** One chunk and the empty last one, each signed together with the signature before it. */
function inChunks(body: Buffer, link: { stamp: string; scope: string; signature: string }): Buffer {
  let previous = link.signature;
  const chunk = (bytes: Buffer): Buffer => {
    const content = createHash('sha256').update(bytes).digest('hex');
    const head = `${algorithm}-PAYLOAD\n${link.stamp}\n${link.scope}\n${previous}\n${emptyHash}\n${content}`;
    previous = signText(head, link.scope);
    const line = `${bytes.length.toString(16)};chunk-signature=${previous}\r\n`;
    return Buffer.concat([Buffer.from(line), bytes, Buffer.from('\r\n')]);
  };
  return Buffer.concat([...(body.length === 0 ? [] : [chunk(body)]), chunk(Buffer.alloc(0))]);
}
