import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/entry/cli/api-request.ts';
import { signRequest } from '../../src/entry/cli/sign-request.ts';
import { openFiles, residentMB, tellsProcessUse } from '../support/process-use.ts';
import { RawConnection } from '../support/raw-connection.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** What a connection costs before, and after, it has shown a key. */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { CATENARY_MAX_REQUEST_MEMORY_MB: '16' } });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const mebibyte = 1024 ** 2;
const connections: RawConnection[] = [];

async function open(): Promise<RawConnection> {
  const connection = new RawConnection(server.url);
  connections.push(connection);
  await connection.opened();
  return connection;
}

function closeAll(): void {
  for (const connection of connections.splice(0)) connection.close();
}

interface Variation {
  readonly accessKeyId?: string;
  readonly service?: string;
  readonly now?: Date;
  /** Changes the header as it is sent. */
  readonly authorization?: (signed: string) => string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Request line and headers, signed, without the empty line. */
function headOf(request: ApiRequest, variation: Variation = {}): string {
  const { host } = new URL(server.url);
  const service = variation.service ?? request.service;
  const keys = { ...credentials, accessKeyId: variation.accessKeyId ?? credentials.accessKeyId };
  const signer = { host, credentials: keys, region: 'us-east-1', now: variation.now ?? new Date() };
  const { authorization = '', ...signed } = signRequest({ ...request, service }, signer);
  const sent = variation.authorization === undefined ? authorization : variation.authorization(authorization);
  const headers = { ...signed, ...variation.headers, host, ...(sent === undefined ? {} : { authorization: sent }) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${request.method} ${request.path} HTTP/1.1\r\n${lines.join('')}`;
}

const json = { 'content-type': 'application/x-amz-json-1.1' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const target = (name: string) => ({ ...json, 'x-amz-target': name });
const faces: readonly [string, ApiRequest][] = [
  ['sagemaker-runtime', { method: 'POST', path: '/endpoints/e/invocations', service: 'sagemaker' }],
  ['sagemaker', { method: 'POST', path: '/', service: 'sagemaker', headers: target('SageMaker.ListModels') }],
  ['logs', { method: 'POST', path: '/', service: 'logs', headers: target('Logs_20140328.DescribeLogGroups') }],
  ['sts', { method: 'POST', path: '/', service: 'sts', headers: form }],
  ['s3', { method: 'PUT', path: '/bucket/key', service: 's3' }],
  ["Catenary's own", { method: 'POST', path: '/_catenary/endpoints/e/trace', service: 'sagemaker' }],
];
const invocation = (faces[0] as (typeof faces)[number])[1];

const wrongKeys: readonly [string, Variation][] = [
  ['without a signature', { authorization: () => undefined }],
  ['with half a signature', { authorization: (signed) => signed.slice(0, 60) }],
  ['with a key that is not known', { accessKeyId: 'AKIASOMEBODYELSE' }],
  ['an hour late', { now: new Date(Date.now() - 3_600_000) }],
  ['for another service', { service: 'ec2' }],
  ['with a wrong signature over a stated hash', { authorization: (signed) => `${signed.slice(0, -4)}0000` }],
];

describe.each(faces)('a request to %s', (_face, request) => {
  it.each(wrongKeys)('%s is refused before its body came', async (_name, variation) => {
    const client = (await open()).read();
    await client.write(`${headOf(request, variation)}content-length: 60000\r\n\r\n`);
    // S3 has 400 for a header that cannot be read, and for one of another service.
    await expect.poll(() => client.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 40[03] .*\r\n\r\n./s);
    expect(client.text).not.toContain('InternalFailure');
    closeAll();
  });
});

describe('what no signature makes valid', () => {
  it.each([
    ['an operation that there is not', { ...invocation, path: '/', headers: target('SageMaker.Nothing') }, 60_000],
    ['a form that is too large', { ...invocation, path: '/', service: 'sts', headers: form }, 1_048_577],
    [
      'a control body that is too large',
      { ...invocation, path: '/', headers: target('SageMaker.ListModels') },
      1048577,
    ],
    ['an invocation that is too large', invocation, 6_291_457],
  ])('is refused before its body came: %s', async (_name, request: ApiRequest, length) => {
    const client = (await open()).read();
    await client.write(`${headOf(request)}content-length: ${length}\r\n\r\n`);
    await expect.poll(() => client.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 4(00|13) /);
    closeAll();
  });
});

describe.skipIf(!tellsProcessUse)('memory', () => {
  it('is not taken by bodies of callers that showed no key', async () => {
    const before = residentMB(server.pid);
    const body = Buffer.alloc(6 * mebibyte - 1);
    const sent = 60;
    for (let at = 0; at < sent; at++) {
      const client = await open();
      await client.write('POST /endpoints/e/invocations HTTP/1.1\r\nhost: a\r\ncontent-length: 6291456\r\n\r\n');
      await client.write(body);
    }
    // 360 MiB were sent; kept they would all be there.
    expect(residentMB(server.pid) - before).toBeLessThan((sent * 6) / 3);
    closeAll();
  });

  it('is twice the bytes of a body at most, however small the pieces that it comes in', async () => {
    const before = residentMB(server.pid);
    const head = headOf({ ...invocation, body: 'x' });
    const clients: RawConnection[] = [];
    // Under the limit of pieces, and not ended: 20 MB of objects each, if each piece were one.
    for (let at = 0; at < 8; at++) {
      const client = await open();
      clients.push(client);
      await client.write(`${head}transfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(60_000)}`);
    }
    const last = (await open()).read();
    await last.write(`${headOf({ method: 'GET', path: '/_catenary/health', service: 'sagemaker' })}\r\n`);
    await expect.poll(() => last.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 200 /);
    expect(residentMB(server.pid) - before).toBeLessThan(80);
    expect(clients.map(({ text }) => text).join('')).toBe('');
    closeAll();
  });

  it('is bounded for all bodies together: beyond, the answer is one that SDKs try again after', async () => {
    const head = headOf({ ...invocation, body: 'x' });
    const hold = async () => {
      const client = (await open()).read();
      await client.write(`${head}content-length: 6291456\r\n\r\n`);
      await client.write(Buffer.alloc(6_000_000));
      return client;
    };
    // 16 MiB have room for two.
    const [first] = [await hold(), await hold()];
    const third = await hold();
    await expect.poll(() => third.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 503 .*ServiceUnavailable/s);
    first?.close();
    third.close();
    await expect
      .poll(async () => (await hold().then((client) => until503(client))).startsWith('HTTP/1.1 503'), {
        timeout: 20_000,
      })
      .toBe(false);
    closeAll();
  });

  it('stays bounded, and so do descriptors, for answers that are asked for and not read', async () => {
    await server.client.send({ method: 'PUT', path: '/pipelined', service: 's3' });
    const content = Buffer.alloc(300_000, 1);
    await server.client.send({ method: 'PUT', path: '/pipelined/object', service: 's3', body: content });
    const [memory, files] = [residentMB(server.pid), openFiles(server.pid)];
    const client = await open();
    const get = `${headOf({ method: 'GET', path: '/pipelined/object', service: 's3' })}\r\n`;
    await Promise.race([client.write(get.repeat(4000)), new Promise((done) => setTimeout(done, 3000))]);
    // The connection's own, and one for each of the eight that are worked on.
    expect(openFiles(server.pid) - files).toBeLessThanOrEqual(9);
    // 4,000 answers of 300 KB are 1,200 MB.
    expect(residentMB(server.pid) - memory).toBeLessThan(120);
    closeAll();
    await expect.poll(() => openFiles(server.pid), { timeout: 20_000 }).toBeLessThanOrEqual(files);
  });
});

describe.skipIf(!tellsProcessUse)('connections', () => {
  it('cost little while they are idle, half way through their headers, or slow with their body', async () => {
    const [before, files] = [residentMB(server.pid), openFiles(server.pid)];
    const slow = `${headOf({ ...invocation, body: 'x' })}content-length: 60000\r\n\r\n1,2`;
    const kinds = ['', 'GET /_cat', slow];
    for (let at = 0; at < 1500; at++) await (await open()).write(kinds[at % kinds.length] as string);
    // Some have been closed meanwhile, where the machine is busy: their headers were not complete in time.
    const left = openFiles(server.pid) - files;
    expect(left).toBeGreaterThanOrEqual(500);
    // 12 KB each are meant; the rest is for what the server does besides.
    expect(((residentMB(server.pid) - before) * 1024) / left).toBeLessThan(48);
    closeAll();
  });

  it('whose headers come byte by byte are ended', { timeout: 60_000 }, async () => {
    const slow = await Promise.all(Array.from({ length: 20 }, open));
    const ended = Promise.all(slow.map((client) => client.read().closed));
    const timer = setInterval(() => slow.forEach((client) => client.socket.write('a')), 200);
    for (const client of slow) await client.write('GET /_catenary/health HTTP/1.1\r\nhost: localhost\r\nx-a: ');
    await ended;
    clearInterval(timer);
    expect(new Set(slow.map(({ text }) => text.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
  });

  it('that are idle make room when all are taken', async () => {
    const full = await startTestServer({ env: { CATENARY_MAX_CONNECTIONS: '10' } });
    const ask = async () => {
      const client = new RawConnection(full.url).read();
      connections.push(client);
      await Promise.race([client.opened(), client.closed]);
      await client.write('GET /_catenary/health HTTP/1.1\r\nhost: localhost\r\n\r\n');
      return client;
    };
    const idle = await Promise.all(Array.from({ length: 10 }, ask));
    await expect.poll(() => idle.every(({ text }) => text.includes('200 OK')), { timeout: 20_000 }).toBe(true);
    // The first that finds no room makes some for those after it.
    const dropped = await ask();
    await dropped.closed;
    await Promise.all(idle.map(({ closed }) => closed));
    const next = await ask();
    await expect.poll(() => next.text, { timeout: 20_000 }).toContain('200 OK');
    closeAll();
    await full.stop();
    removeData(full);
  });

  it('that end in the middle of an upload are no error of the server', async () => {
    await server.client.send({ method: 'PUT', path: '/cut', service: 's3' });
    const request: ApiRequest = { method: 'PUT', path: '/cut/key', service: 's3', body: Buffer.alloc(100_000) };
    const client = await open();
    await client.write(`${headOf(request)}content-length: 100000\r\n\r\n${'x'.repeat(50_000)}`);
    await new Promise((done) => setTimeout(done, 200));
    closeAll();
    const listed = await server.client.send({ method: 'GET', path: '/cut', service: 's3' });
    expect(listed.body.toString()).not.toContain('<Key>');
    expect(server.log()).not.toContain('request failed unexpectedly');
  });
});

/** The status line that a client has after a moment, or nothing: it is held. */
async function until503(client: RawConnection): Promise<string> {
  await new Promise((done) => setTimeout(done, 200));
  const line = client.text.slice(0, 12);
  client.close();
  return line;
}

describe('a body in too many pieces', () => {
  it('is refused, with what to do', async () => {
    const client = (await open()).read();
    const head = headOf({ ...invocation, body: 'x' });
    await client.write(`${head}transfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(80_000)}`);
    await expect.poll(() => client.text, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 400 .*send it in larger chunks/s);
    closeAll();
  });
});
