import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/entry/cli/api-request.ts';
import { signRequest } from '../../src/entry/cli/sign-request.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * A request refused before its end: the client reads why, though it still writes. Each client here writes while the
 * server answers, many at once, so that a server that closes too soon resets some of them.
 */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const atOnce = 8;
const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListModels' };
const large = (bytes: number) => Buffer.alloc(bytes, 49);

const refusals: readonly [string, number, ApiRequest, number, string][] = [
  [
    'sagemaker-runtime: a body over 6 MB',
    200,
    { method: 'POST', path: '/endpoints/e/invocations', service: 'sagemaker', body: large(7_000_000) },
    400,
    'Member must have length less than or equal to 6291456',
  ],
  [
    'sagemaker: a body over 1 MB',
    50,
    { method: 'POST', path: '/', service: 'sagemaker', headers: target, body: large(7_000_000) },
    413,
    'larger than 1048576 bytes',
  ],
  [
    's3: an object in a bucket that there is none of',
    50,
    { method: 'PUT', path: '/nowhere/key', service: 's3', body: large(7_000_000) },
    404,
    'The bucket nowhere does not exist.',
  ],
  [
    's3: a document over 8 MiB',
    50,
    { method: 'POST', path: '/nowhere?delete=', service: 's3', body: large(9_000_000) },
    400,
    'larger than 8388608 bytes',
  ],
  [
    "Catenary's own API: a body over 6 MB",
    50,
    { method: 'POST', path: '/_catenary/endpoints/e/trace', service: 'sagemaker', body: large(7_000_000) },
    400,
    'larger than 6291456 bytes',
  ],
];

describe.each(refusals)('%s', (_name, tries, request, status, message) => {
  it(`is refused with its reason, ${tries} times of ${tries}, ${atOnce} at once`, async () => {
    const { host } = new URL(server.url);
    const headers = signRequest(request, { host, credentials, region: 'us-east-1', now: new Date() });
    const body = new Uint8Array(request.body as Buffer);
    let left = tries;
    const one = async () => {
      while (left-- > 0) {
        const answer = await fetch(server.url + request.path, { method: request.method, headers, body });
        expect(answer.status).toBe(status);
        expect(await answer.text()).toContain(message);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  });
});

/** What comes back to a client that writes all of this before it reads anything, as many clients do. */
function writeThenRead(head: string, body: Buffer): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.pause();
    socket.on('error', reject);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.write(head);
    socket.write(body, () => socket.resume());
  });
}

/** The header lines of a signed invocation with this body. */
function signedLines(body: Buffer): string[] {
  const { host } = new URL(server.url);
  const request: ApiRequest = { method: 'POST', path: '/endpoints/e/invocations', service: 'sagemaker', body };
  const headers = signRequest(request, { host, credentials, region: 'us-east-1', now: new Date() });
  return Object.entries({ ...headers, host }).map(([name, value]) => `${name}: ${value}`);
}

describe('a client that reads only when it has written', () => {
  it.each([
    ['a request without an API', 'PUT /nowhere/key HTTP/1.1\r\nhost: a\r\nhost: b\r\n', 'HTTP/1.1 400 '],
    ['a declared length', 'POST /endpoints/e/invocations HTTP/1.1\r\nhost: localhost\r\n', 'HTTP/1.1 400 '],
    ['an unsigned upload', 'PUT /nowhere/key HTTP/1.1\r\nhost: localhost\r\n', 'HTTP/1.1 403 '],
  ])('reads its answer: %s', async (_name, head, status) => {
    const answer = await writeThenRead(`${head}content-length: 30000000\r\n\r\n`, large(30_000_000));
    expect(answer.slice(0, status.length)).toBe(status);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('reads its answer: chunks without a declared length', async () => {
    const body = Buffer.concat([Buffer.from('1C9C380\r\n'), large(30_000_000), Buffer.from('\r\n0\r\n\r\n')]);
    const lines = [
      'POST /endpoints/e/invocations HTTP/1.1',
      ...signedLines(large(30_000_000)),
      'transfer-encoding: chunked',
    ];
    expect(await writeThenRead(`${lines.join('\r\n')}\r\n\r\n`, body)).toMatch(/^HTTP\/1\.1 400 .*6291456/s);
  });
});

describe('a client that asks first (Expect: 100-continue)', () => {
  /** The status lines of all answers to these headers; the body is sent when it is asked for. */
  function statusesOf(lines: readonly string[], body: string): Promise<string[]> {
    const { hostname, port, host } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        answer += chunk.toString();
        if (answer.endsWith('HTTP/1.1 100 Continue\r\n\r\n')) socket.write(body);
        else socket.end();
      });
      socket.on('close', () => resolve(answer.match(/^HTTP\/1\.1 \d+/gm) ?? []));
      const named = lines.some((line) => line.startsWith('host:')) ? lines : [...lines, `host: ${host}`];
      socket.write([...named, 'expect: 100-continue', '', ''].join('\r\n'));
    });
  }

  it('is asked for a body that is wanted', async () => {
    const lines = ['POST /endpoints/e/invocations HTTP/1.1', ...signedLines(Buffer.from('1,2')), 'content-length: 3'];
    // Read first, then refused: there is no such endpoint.
    expect(await statusesOf(lines, '1,2')).toEqual(['HTTP/1.1 100', 'HTTP/1.1 400']);
  });

  it.each([
    ['too large for an invocation', 'POST /endpoints/e/invocations HTTP/1.1', 7_000_000, 400],
    ['unsigned, for an invocation', 'POST /endpoints/e/invocations HTTP/1.1', 3, 403],
    ['unsigned, for S3', 'PUT /nowhere/key HTTP/1.1', 5_000_000_000, 403],
  ])('is not asked for one that is not wanted: %s', async (_name, line, length, status) => {
    expect(await statusesOf([line, `content-length: ${length}`], '')).toEqual([`HTTP/1.1 ${status}`]);
  });
});

describe('an upload over 5 GiB', () => {
  it('is refused by what it declares', async () => {
    await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
    const headers = { 'x-amz-decoded-content-length': String(5 * 1024 ** 3 + 1) };
    const upload = server.client.send({ method: 'PUT', path: '/bucket/key', service: 's3', headers, body: 'x' });
    await expect(upload).rejects.toThrow('Your proposed upload has 5368709121 bytes; at most 5368709120');
  });
});
