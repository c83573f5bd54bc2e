import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../support/check-signature.ts';

/** What is refused of a signature before anything is calculated: its parts are not what they must be. */

const now = new Date('2026-03-01T00:00:00Z');
const scope = '20260301/eu-west-1/s3/aws4_request';
const zeros = '0'.repeat(64);

function byHeader(authorization: string, headers: Record<string, string> = {}) {
  const all = { host: 'a', 'x-amz-date': '20260301T000000Z', authorization, ...headers };
  const verdict = checkSignature({ method: 'GET', url: '/', headers: all }, () => 'secret', now);
  return verdict.ok ? 'ok' : verdict.code;
}

function byQuery(change: Readonly<Record<string, string | undefined>>, more = '') {
  const parameters: Record<string, string | undefined> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKID/${scope}`,
    'X-Amz-Date': '20260301T000000Z',
    'X-Amz-Expires': '600',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': zeros,
    ...change,
  };
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
  const request = { method: 'GET', url: `/bucket/key?${query}${more}`, headers: { host: 'a' } };
  const verdict = checkSignature(request, () => 'secret', now);
  return verdict.ok ? 'ok' : verdict.code;
}

const header = (credential: string, names = 'host;x-amz-date', signature = zeros) =>
  `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;

describe('checkSignature() by header', () => {
  it('comes as far as the signature with parts that are well formed', () => {
    expect(byHeader(header(`AKID/${scope}`))).toBe('InvalidSignatureException');
  });

  it.each([
    'AKID/20260301/eu-west-1/s3',
    'AKID/2026031/eu-west-1/s3/aws4_request',
    'AKID/20260301//s3/aws4_request',
    'AKID/20260301/eu-west-1//aws4_request',
    'AKID/20260301/eu_west_1/s3/aws4_request',
    'AKID/20260301/-eu/s3/aws4_request',
    'AKID/20260301/eu-/s3/aws4_request',
    'AKID/20260301/eu\x07west/s3/aws4_request',
    `AKID/20260301/${'a'.repeat(64)}/s3/aws4_request`,
    'AKID/20260228/eu-west-1/s3/aws4_request',
    'AKID/20260301/eu-west-1/s3/aws4_request/x',
  ])('refuses the credential %j', (credential) => {
    expect(byHeader(header(credential))).toBe('IncompleteSignature');
  });

  it.each(['us-east-1', 'us-gov-west-1', 'ap-southeast-2', 'eusc-de-east-1', 'local', 'aws-global', 'auto', 'x'])(
    'takes the region %s',
    (region) => {
      expect(byHeader(header(`AKID/20260301/${region}/s3/aws4_request`))).toBe('InvalidSignatureException');
    },
  );

  it.each(['Host;x-amz-date', 'host;X-Amz-Date', 'host;\xe9;x-amz-date'])('refuses the signed headers %j', (names) => {
    expect(byHeader(header(`AKID/${scope}`, names))).toBe('IncompleteSignature');
  });

  it.each(['constructor', '__proto__', 'valueof', 'absent'])('calculates with nothing for the header %s', (name) => {
    expect(byHeader(header(`AKID/${scope}`, `host;${name};x-amz-date`))).toBe('InvalidSignatureException');
  });

  it('refuses a separator that only looks like a blank', () => {
    expect(byHeader(header(`AKID/${scope}`).replace('SHA256 ', 'SHA256\xa0'))).toBe('IncompleteSignature');
    expect(byHeader(header(`AKID/${scope}`).replace(', Signed', ',\xa0Signed'))).toBe('IncompleteSignature');
  });

  it.each([
    ['20260301T000000', 'IncompleteSignature'],
    ['2026-03-01T00:00:00Z', 'IncompleteSignature'],
    ['20260301T001501Z', 'RequestExpired'],
  ])('refuses the date %s', (date, code) => {
    expect(byHeader(header(`AKID/${scope}`), { 'x-amz-date': date })).toBe(code);
  });
});

describe('checkSignature() by query', () => {
  it('comes as far as the signature with parts that are well formed', () => {
    expect(byQuery({})).toBe('InvalidSignatureException');
  });

  it.each(['0', '-1', '604801', '1e3', '0x10', ' 600', '600.0', '', 'NaN'])('refuses to expire after %j', (expires) => {
    expect(byQuery({ 'X-Amz-Expires': expires })).toBe('IncompleteSignature');
  });

  it.each(['1', '604800'])('takes %s seconds', (expires) => {
    expect(byQuery({ 'X-Amz-Expires': expires })).toBe('InvalidSignatureException');
  });

  it.each(['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders'])('refuses a lack of %s', (name) => {
    expect(byQuery({ [`X-Amz-${name}`]: undefined })).toBe('IncompleteSignature');
  });

  it.each([
    '&X-Amz-Expires=600',
    '&X-Amz-Signature=0',
    '&X-Amz-%53ignature=0',
    '&x-amz-expires=604800',
    '&X-Amz-Security-Token=a&X-Amz-Security-Token=b',
  ])('refuses %s behind it', (more) => {
    expect(byQuery({}, more)).toBe('IncompleteSignature');
  });

  it('refuses a request that is signed by header as well', () => {
    const headers = { host: 'a', authorization: header(`AKID/${scope}`), 'x-amz-date': '20260301T000000Z' };
    const verdict = checkSignature({ method: 'GET', url: '/?X-Amz-Signature=0', headers }, () => 'secret', now);
    expect(verdict).toMatchObject({ ok: false, code: 'IncompleteSignature' });
  });
});
