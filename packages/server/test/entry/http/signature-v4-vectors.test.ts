import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { defined } from '@catenary/scoring/internal/values';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../support/check-signature.ts';
import { root } from '../../support/start-server.ts';

/** One of AWS's signing test suite; the README beside the file says where it is from. */
interface Vector {
  readonly name: string;
  readonly request: string;
}

const vectors = JSON.parse(readFileSync(join(root, 'test/golden/sigv4/vectors.json'), 'utf8')) as Vector[];
const secretOf = (id: string) => (id === 'AKIDEXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' : undefined);
const now = new Date('2015-08-30T12:36:00Z');

/** The token was added after signing: what is not signed can be changed on the way. */
const unsignedToken = 'post-sts-header-after, by header';
const unsignedTokenInQuery = 'post-sts-header-after, by query';

/** The raw request as a parser hands it over: names in lower case, equal names joined, folded lines as one. */
function parse({ request }: Vector) {
  const [head = '', body = ''] = request.split(/\r?\n\r?\n/);
  const [line = '', ...lines] = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const rawHeaders = lines.flatMap((text) => {
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1).trim()];
  });
  const headers: IncomingHttpHeaders & Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = defined(rawHeaders[at]).toLowerCase();
    const value = defined(rawHeaders[at + 1]);
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const [method = '', ...target] = line.split(' ');
  const bodyHash = hash('sha256', Buffer.from(body, 'latin1'), 'hex');
  return { method, url: target.slice(0, -1).join(' '), headers, rawHeaders, bodyHash };
}

describe("checkSignature() with AWS's signing test suite", () => {
  const signed = vectors.filter(({ name }) => name !== unsignedToken && name !== unsignedTokenInQuery);

  it('has all of it', () => {
    expect(vectors).toHaveLength(76);
    expect(signed).toHaveLength(74);
  });

  it.each(signed)('accepts $name', (vector) => {
    expect(checkSignature(parse(vector), secretOf, now)).toMatchObject({
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      service: 'service',
    });
  });

  it.each(signed)('refuses $name with one thing of it changed', (vector) => {
    const request = parse(vector);
    const other = (text: string | undefined) => text?.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const { authorization } = request.headers;
    const signature = /X-Amz-Signature=[0-9a-f]+/;
    const changes = [
      { ...request, method: request.method === 'GET' ? 'PUT' : 'GET' },
      { ...request, url: `${request.url}${request.url.includes('?') ? '&' : '?'}z=1` },
      { ...request, url: `/z${request.url}` },
      { ...request, headers: { ...request.headers, host: 'other.amazonaws.com' } },
      // Where a header says what the body is, the reader of the body compares.
      ...(request.headers['x-amz-content-sha256'] === undefined
        ? [{ ...request, bodyHash: hash('sha256', 'another body', 'hex') }]
        : []),
      authorization === undefined
        ? { ...request, url: request.url.replace(signature, (text) => other(text) ?? '') }
        : { ...request, headers: { ...request.headers, authorization: other(authorization) } },
    ];
    for (const change of changes)
      expect(checkSignature(change, secretOf, now)).toMatchObject({ ok: false, code: 'InvalidSignatureException' });
  });

  it('refuses a header that was added after signing, and takes the request without it', () => {
    const request = parse(defined(vectors.find(({ name }) => name === unsignedToken)));
    expect(checkSignature(request, secretOf, now)).toEqual({
      ok: false,
      code: 'InvalidSignatureException',
      message: 'The header x-amz-security-token must be signed.',
    });
    const { 'x-amz-security-token': _token, ...headers } = request.headers;
    expect(checkSignature({ ...request, headers }, secretOf, now)).toMatchObject({ ok: true });
  });

  it('refuses a parameter that was added after signing, and takes the request without it', () => {
    const request = parse(defined(vectors.find(({ name }) => name === unsignedTokenInQuery)));
    expect(checkSignature(request, secretOf, now)).toMatchObject({ ok: false, code: 'InvalidSignatureException' });
    const url = request.url.replace(/&X-Amz-Security-Token=[^&]*/, '');
    expect(checkSignature({ ...request, url }, secretOf, now)).toMatchObject({ ok: true });
  });
});
