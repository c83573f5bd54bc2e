import { createHash, createHmac, hash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../support/check-signature.ts';

/** The interface of a hash that the official signer wants. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash>;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : (createHmac('sha256', secret) as never);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const secretOf = (id: string) => (id === 'AKIDEXAMPLE' ? secret : undefined);
const signingDate = new Date('2026-03-01T00:00:00Z');

function signer(service: string) {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret };
  return new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials,
    sha256: Sha256 as never,
    uriEscapePath: service !== 's3',
  });
}

/** A request as the official JavaScript signer signs it. */
async function signed(
  service: string,
  change: { path?: string; query?: Record<string, string>; body?: string; attributes?: string } = {},
) {
  const { path = '/', query = {}, body = '', attributes } = change;
  const request = await signer(service).sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 4747,
      path,
      query,
      headers: {
        host: '127.0.0.1:4747',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'SageMaker.ListModels',
        ...(attributes !== undefined && { 'x-amzn-sagemaker-custom-attributes': attributes }),
      },
      body,
    },
    { signingDate },
  );
  return { method: 'POST', url: urlOf(path, query), headers: { ...request.headers } as Record<string, string> };
}

function urlOf(path: string, query: Record<string, string>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

const minutes = (count: number) => new Date(signingDate.getTime() + count * 60_000);

describe('checkSignature()', () => {
  it('accepts what the official signer signs, whatever the path and query', async () => {
    const segment = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `s${encodeURIComponent(text)}`);
    // The signer keeps parameters in plain objects, where __proto__ gets lost.
    const name = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
    const query = fc.dictionary(name, fc.string(), { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('s3', 'sagemaker'),
        fc.array(segment, { maxLength: 3 }),
        query,
        async (service, segments, query) => {
          const request = await signed(service, { path: `/${segments.join('/')}`, query });
          expect(checkSignature(request, secretOf, signingDate)).toMatchObject({ ok: true, service });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(['a\tb', 'a \t b', 'a  b', '\ta\t'])(
    'takes the blanks of a header as the official signer does: %j',
    async (value) => {
      const request = await signed('sagemaker', { attributes: value });
      expect(checkSignature(request, secretOf, signingDate)).toMatchObject({ ok: true });
    },
  );

  it('takes the body hash where no header says it, as boto3 signs', async () => {
    const request = await signed('sagemaker', { body: '{"a":1}' });
    delete request.headers['x-amz-content-sha256'];
    request.headers.authorization = request.headers.authorization?.replace('x-amz-content-sha256;', '') as string;
    // The header was signed; without it the signature must not match any more.
    expect(
      checkSignature({ ...request, bodyHash: hash('sha256', '{"a":1}', 'hex') }, secretOf, signingDate),
    ).toMatchObject({ ok: false, code: 'InvalidSignatureException' });
  });

  it.each([
    [-16, 'RequestExpired'],
    [-14, undefined],
    [14, undefined],
    [16, 'RequestExpired'],
  ])('at %d minutes from the signing answers %s', async (offset, code) => {
    const verdict = checkSignature(await signed('sagemaker'), secretOf, minutes(offset));
    expect(verdict.ok ? undefined : verdict.code).toBe(code);
  });

  it('refuses an unknown key and a wrong secret with their own codes', async () => {
    const request = await signed('sagemaker');
    expect(checkSignature(request, () => undefined, signingDate)).toMatchObject({
      code: 'UnrecognizedClientException',
    });
    expect(checkSignature(request, () => 'other', signingDate)).toMatchObject({ code: 'InvalidSignatureException' });
  });

  it.each(['host', 'x-amz-target', 'content-type'])('refuses a request that does not sign %s', async (name) => {
    const request = await signed('sagemaker');
    request.headers.authorization = (request.headers.authorization as string).replace(
      new RegExp(`(SignedHeaders=|;)${name}(;|,)`),
      (_, before: string, after: string) => (before === ';' ? (after === ';' ? ';' : after) : before),
    );
    expect(checkSignature(request, secretOf, signingDate)).toEqual({
      ok: false,
      code: 'InvalidSignatureException',
      message: expect.stringContaining(name) as string,
    });
  });

  it.each([
    [undefined, 'MissingAuthenticationToken'],
    ['', 'IncompleteSignature'],
    ['AWS AKID:signature', 'IncompleteSignature'],
    ['none', 'IncompleteSignature'],
    ['AWS4-HMAC-SHA1 Credential=a/20260301/r/s/aws4_request, SignedHeaders=host, Signature=00', 'IncompleteSignature'],
    ['AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/r/s, SignedHeaders=host, Signature=00', 'IncompleteSignature'],
    [
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260302/r/s/aws4_request, SignedHeaders=host, Signature=00',
      'IncompleteSignature',
    ],
  ])('answers the Authorization header %j with %s', (authorization, code) => {
    const headers = {
      host: 'h',
      'x-amz-date': '20260301T000000Z',
      ...(authorization === undefined ? {} : { authorization }),
    };
    expect(checkSignature({ method: 'GET', url: '/', headers }, secretOf, signingDate)).toMatchObject({
      ok: false,
      code,
    });
  });

  it.each(['', '0', 'é'.repeat(64), 'Z'.repeat(64), '0'.repeat(65)])('refuses the signature %j', async (signature) => {
    const request = await signed('sagemaker');
    const authorization = request.headers.authorization?.replace(/Signature=.*/, `Signature=${signature}`) as string;
    const changed = { ...request, headers: { ...request.headers, authorization } };
    expect(checkSignature(changed, secretOf, signingDate)).toMatchObject({ code: 'InvalidSignatureException' });
  });

  it('accepts a presigned request until it expires, and nothing else under its signature', async () => {
    const request = await signer('s3').presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: 'h',
        path: '/b/k%20x',
        query: { 'response-content-type': 'text/csv' },
        headers: { host: 'h', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      { signingDate, expiresIn: 60 },
    );
    const url = urlOf('/b/k%20x', request.query as Record<string, string>);
    const check = (url: string, now: Date) =>
      checkSignature({ method: 'GET', url, headers: { host: 'h' } }, secretOf, now);
    expect(check(url, minutes(0.9))).toMatchObject({ ok: true, payloadHash: 'UNSIGNED-PAYLOAD' });
    expect(check(url, minutes(1.1))).toMatchObject({ code: 'PresignedExpired' });
    expect(check(url, minutes(-16))).toMatchObject({ code: 'PresignedExpired' });
    expect(check(url.replace('k%20x', 'k%20y'), minutes(0))).toMatchObject({ code: 'InvalidSignatureException' });
    expect(check(`${url}&X-Amz-Expires=600`, minutes(0))).toMatchObject({ code: 'IncompleteSignature' });
    expect(check(url.replace('Expires=60', 'Expires=604801'), minutes(0))).toMatchObject({
      code: 'IncompleteSignature',
    });
    expect(check(url.replace('Expires=60', 'Expires=0'), minutes(0))).toMatchObject({ code: 'IncompleteSignature' });
  });
});
