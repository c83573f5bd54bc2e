import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../support/check-signature.ts';

interface Vector {
  readonly name: string;
  readonly request: string;
  readonly authorization: string;
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../test/golden/sigv4/vectors.json'), 'utf8'),
) as Vector[];
const secretOf = (id: string) => (id === 'AKIDEXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' : undefined);
const now = new Date('2015-08-30T12:36:00Z');

/** Vectors that are no valid HTTP/1.1 request: Node's parser answers them with 400 before this code sees them. */
const invalid = new Map([
  ['get-header-value-multiline', 'a folded header line (RFC 9112 §5.2)'],
  ['normalize-path/get-space', 'a blank in the request target'],
]);

/** Signed before the token was added: what is not signed can be changed on the way. */
const unsignedHeader = 'post-sts-token/post-sts-header-after';

/** The raw request as Node's parser hands it over: names in lower case, equal names joined. */
function parse(vector: Vector) {
  const [head = '', body = ''] = vector.request.split(/\r?\n\r?\n/);
  const [line = '', ...lines] = head.split(/\r?\n/).filter((text) => !text.startsWith('Authorization:'));
  lines.push(`Authorization: ${vector.authorization}`);
  const rawHeaders = lines.flatMap((text) => {
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1).trim()];
  });
  const headers: IncomingHttpHeaders & Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    const value = rawHeaders[at + 1] as string;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const [method = '', ...target] = line.split(' ');
  const bodyHash = hash('sha256', Buffer.from(body, 'latin1'), 'hex');
  return { method, url: target.slice(0, -1).join(' '), headers, rawHeaders, bodyHash };
}

describe('checkSignature() with AWS test vectors', () => {
  const valid = vectors.filter(({ name }) => !invalid.has(name) && name !== unsignedHeader);

  it('has all of them', () => {
    expect(vectors).toHaveLength(34);
    expect(valid).toHaveLength(31);
  });

  it.each(valid)('accepts $name', (vector) => {
    expect(checkSignature(parse(vector), secretOf, now)).toMatchObject({
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      service: 'service',
    });
  });

  it.each(valid)('refuses $name with one bit of anything changed', (vector) => {
    const request = parse(vector);
    const changes = [
      { ...request, method: request.method === 'GET' ? 'PUT' : 'GET' },
      { ...request, url: `${request.url}${request.url.includes('?') ? '&' : '?'}z=1` },
      { ...request, url: `/z${request.url}` },
      { ...request, headers: { ...request.headers, host: 'other.amazonaws.com' } },
      { ...request, bodyHash: hash('sha256', 'another body', 'hex') },
      {
        ...request,
        headers: {
          ...request.headers,
          authorization: request.headers.authorization?.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        },
      },
    ];
    for (const change of changes)
      expect(checkSignature(change, secretOf, now)).toMatchObject({ ok: false, code: 'InvalidSignatureException' });
  });

  it('refuses a header that was added after signing', () => {
    const vector = vectors.find(({ name }) => name === unsignedHeader) as Vector;
    expect(checkSignature(parse(vector), secretOf, now)).toEqual({
      ok: false,
      code: 'InvalidSignatureException',
      message: 'The header x-amz-security-token must be signed.',
    });
  });
});
