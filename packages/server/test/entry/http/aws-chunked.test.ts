import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '../../../src/entry/http/aws-chunked.ts';

// The published example: S3 API reference, "Example calculations: transferring a payload in multiple chunks".
// Secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, 20130524, us-east-1, s3; 66560 bytes of "a" in chunks of 64 KiB.
const scope = '20130524/us-east-1/s3/aws4_request';
const signingKey = scope
  .split('/')
  .reduce<Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from('AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  );
const signing = {
  signingKey,
  scope,
  timestamp: '20130524T000000Z',
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const published = [
  `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65536)}\r\n`,
  `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
].join('');
const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';

async function decode(text: string, form: string, piece = 1000) {
  const trailers: Record<string, string> = {};
  async function* pieces() {
    for (let at = 0; at < text.length; at += piece) yield Buffer.from(text.slice(at, at + piece), 'latin1');
  }
  const onTrailer = (name: string, value: string) => void (trailers[name] = value);
  const chunks: Uint8Array[] = [];
  for await (const chunk of decodeAwsChunked(pieces(), { form, signing, onTrailer })) chunks.push(chunk);
  return { content: Buffer.concat(chunks).toString('latin1'), trailers };
}

describe('decodeAwsChunked()', () => {
  it.each([1, 7, 1000, 100_000])('decodes the published example in pieces of %d bytes', async (piece) => {
    expect((await decode(published, signed, piece)).content).toBe('a'.repeat(66560));
  });

  it.each([
    ['a byte of a chunk', published.replace('aaaa\r\n400', 'aaab\r\n400')],
    ['a signature', published.replace('0055627c', '0055627d')],
    ['a missing signature', published.replace(/;chunk-signature=0055\w+/, '')],
    ['two chunks in one', published.replace('10000;', '010000;').replace('\r\n400;', '\r\n3ff;')],
    ['a chunk left out', published.replace(/400;chunk-signature=\w+\r\na+\r\n/, '')],
  ])('refuses %s changed', async (_, text) => {
    await expect(decode(text, signed)).rejects.toMatchObject({ name: 'S3Error' });
  });

  it('refuses a body cut anywhere near its end', async () => {
    for (let cut = 3; cut < 120; cut++)
      await expect(decode(published.slice(0, -cut), signed), `${cut}`).rejects.toMatchObject({ name: 'S3Error' });
  });

  it('refuses more chunks than a body of a real client has', async () => {
    const text = (chunks: number) => `${'1\r\nx\r\n'.repeat(chunks)}0\r\n\r\n`;
    const form = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    expect((await decode(text(60_000), form, 65_536)).content).toBe('x'.repeat(60_000));
    await expect(decode(text(70_000), form, 65_536)).rejects.toThrow('send larger ones');
  });

  it('reads trailers, and checks their signature where they are signed', async () => {
    const unsigned = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';
    expect(await decode(unsigned, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 3)).toEqual({
      content: 'hello',
      trailers: { 'x-amz-checksum-crc32': 'NhCmhg==' },
    });
    // The rule of the S3 API reference, "Signature calculations: trailing headers", spelt out.
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const sign = (algorithm: string, previous: string, hashes: string) =>
      createHmac('sha256', signingKey)
        .update(`${algorithm}\n${signing.timestamp}\n${scope}\n${previous}\n${hashes}`)
        .digest('hex');
    const first = sign('AWS4-HMAC-SHA256-PAYLOAD', signing.signature, `${sha('')}\n${sha('hello')}`);
    const last = sign('AWS4-HMAC-SHA256-PAYLOAD', first, `${sha('')}\n${sha('')}`);
    const trailer = sign('AWS4-HMAC-SHA256-TRAILER', last, sha('x-amz-checksum-crc32:NhCmhg==\n'));
    const body =
      `5;chunk-signature=${first}\r\nhello\r\n0;chunk-signature=${last}\r\n` +
      `x-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`;
    const form = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
    expect((await decode(body, form)).content).toBe('hello');
    await expect(decode(body.replace('NhCmhg', 'NhCmhh'), form)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    await expect(decode(body.replace(/x-amz-trailer-signature.*/, ''), form)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it.each(['zz\r\nhello\r\n', '5\r\nhelloo\r\n0\r\n\r\n', '0'.repeat(5000), '5\r\nhello', ''])(
    'refuses damaged framing %#',
    async (text) => {
      await expect(decode(text, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')).rejects.toMatchObject({
        code: 'IncompleteBody',
      });
    },
  );

  it('refuses forms that it does not know', async () => {
    await expect(decode(published, 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD')).rejects.toMatchObject({
      code: 'InvalidRequest',
    });
  });
});
