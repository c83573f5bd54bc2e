import { createHash, createHmac } from 'node:crypto';
import { own } from '@catenary/scoring/internal/names';
import type { Credentials } from '../credentials.ts';
import type { ApiRequest } from './api-request.ts';

/** Who signs, for whom, and when. */
export interface Signer {
  readonly host: string;
  readonly credentials: Credentials;
  readonly region: string;
  readonly now: Date;
}

/**
 * The headers of a request with Signature Version 4 over host, date, body hash and every header given. For this
 * program's own calls, whose paths are plain ASCII; AWS's clients sign for themselves.
 */
export function signRequest(request: ApiRequest, signer: Signer): Record<string, string> {
  const stamp = signer.now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const bodyHash = sha256(request.body ?? '');
  const headers: Record<string, string> = {
    ...request.headers,
    host: signer.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': stamp,
  };
  const names = Object.keys(headers).sort();
  const scope = `${stamp.slice(0, 8)}/${signer.region}/${request.service}/aws4_request`;
  const [path = '', query = ''] = request.path.split('?');
  const canonical = [
    request.method,
    path,
    query,
    ...names.map((name) => `${name}:${own(headers, name)}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${signer.credentials.secretAccessKey}`,
    );
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const { host: _host, ...sent } = headers;
  const credential = `Credential=${signer.credentials.accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
