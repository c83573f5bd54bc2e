import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../fuzz/call.ts';
import { RawConnection } from '../fuzz/raw-connection.ts';
import { type Signing, signCall } from '../fuzz/sign.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** A signed request with one bit of it changed is refused, wherever the bit is, unless it says the same. */

let server: TestServer;
let host = '';
beforeAll(async () => {
  server = await startTestServer();
  host = new URL(server.url).host;
  await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
  await server.client.send({ method: 'PUT', path: '/bucket/a', service: 's3', body: 'content' });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
});

const call = (change: Partial<Call>): Call => ({
  surface: '',
  service: 's3',
  method: 'GET',
  path: '/bucket/a',
  query: [],
  headers: [],
  body: Buffer.alloc(0),
  ...change,
});

const control = call({
  service: 'sagemaker',
  method: 'POST',
  path: '/',
  headers: [
    ['content-type', 'application/x-amz-json-1.1'],
    ['x-amz-target', 'SageMaker.ListModels'],
  ],
  body: Buffer.from('{"MaxResults":10}'),
});
const upload = call({
  method: 'PUT',
  path: '/bucket/b',
  headers: [['x-amz-meta-a', 'x  y']],
  body: Buffer.from('some bytes'),
});

/**
 * What a request says: names of headers have no case, neither have digits of percent-encodings and of chunk sizes; the
 * version cannot be signed; blanks around a value are none of it, nor are zeros before a length.
 */
function meaningOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  // Signed chunks say themselves where they end: the length of all of them decides nothing.
  return (text.includes(';chunk-signature=') ? text.replace(/^content-length:.*/im, '') : text)
    .replace(/HTTP\/1\.[01]\r\n/, 'HTTP/1.1\r\n')
    .replaceAll(/^[a-z0-9-]+:/gim, (name) => name.toLowerCase())
    .replaceAll(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase())
    .replaceAll(/^[0-9a-f]+;chunk/gim, (size) => size.toLowerCase())
    .replaceAll(/:[ \t]+/g, ':')
    .replaceAll(/^(content-length:)0+/gm, '$1');
}

describe('one flipped bit', () => {
  it.each<readonly [string, Call, Signing]>([
    ['a control-plane request', control, 'header'],
    ['a presigned GET', call({ query: [['response-content-type', 'a+b/c d']] }), 'query'],
    ['an upload with a hash of its body', upload, 'header'],
    ['an upload in signed chunks', upload, 'chunks'],
  ])('of %s is refused', async (_name, signed, signing) => {
    const bytes = signCall(signed, signing, { host, region: 'us-east-1', now: new Date() });
    const meaning = meaningOf(bytes);
    const connections = Array.from({ length: 16 }, () => new RawConnection(Number(new URL(server.url).port)));
    const whole = await (connections[0] as RawConnection).exchange(bytes, { method: signed.method, isDamaged: true });
    expect(whole.status).toBe(200);

    const accepted: string[] = [];
    let next = 0;
    const work = async (connection: RawConnection) => {
      while (next < bytes.length * 8) {
        const bit = next++;
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const { status } = await connection.exchange(changed, { method: signed.method, isDamaged: true });
        expect(status).not.toBe(500);
        if (status >= 200 && status < 300 && meaningOf(changed) !== meaning)
          accepted.push(changed.subarray(Math.max(0, (bit >> 3) - 20), (bit >> 3) + 20).toString('latin1'));
      }
      connection.close();
    };
    await Promise.all(connections.map(work));
    expect(accepted).toEqual([]);
  });
});
