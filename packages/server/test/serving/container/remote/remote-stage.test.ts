import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileImageRule } from '../../../../src/entry/options/image-rules.ts';
import type { RemoteKind } from '../../../../src/serving/container/images.ts';
import { launchRemoteStage } from '../../../../src/serving/container/remote/remote-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { hasOpenssl, makeCertificate } from '../../../support/certificates.ts';

const never = new AbortController().signal;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function start(service: Omit<RemoteKind, 'kind'>, startupTimeoutMs = 5_000): Promise<Stage> {
  const stage = await launchRemoteStage({
    hostname: 'c',
    image: 'i',
    service: { kind: 'remote', ...service },
    isIdempotent: false,
    startupTimeoutMs,
    signal: never,
    onLog: () => undefined,
  });
  closers.push(() => stage.close());
  return stage;
}

const request = { body: Buffer.from('1,2'), contentType: 'text/csv', accept: 'text/csv' };

describe('a remote service', () => {
  it('is asked below its address, with the headers of its rule', async () => {
    const seen: unknown[] = [];
    const answer: RequestListener = ({ url, method, headers }, response) => {
      seen.push([method, url, headers['x-key'], headers['content-type'], headers.accept]);
      response.setHeader('content-type', 'text/csv').end('3');
    };
    const port = await listen(createServer(answer));
    const { headers } = compileImageRule({ match: 'i', headers: { 'X-Key': 'KEY' } }, { KEY: 'secret' });
    const stage = await start({ url: `http://localhost:${port}/models/a/`, headers });
    const { status, body, contentType } = await stage.invoke(request, never);
    expect([status, body.toString(), contentType]).toEqual([200, '3', 'text/csv']);
    expect(seen).toEqual([
      ['GET', '/models/a/ping', 'secret', undefined, undefined],
      ['POST', '/models/a/invocations', 'secret', 'text/csv', 'text/csv'],
    ]);
  });

  it('needs the variables of its headers', () => {
    expect(() => compileImageRule({ match: 'i', headers: { 'X-Key': 'KEY' } }, {})).toThrow(
      'images: the header X-Key needs a text of ASCII in the environment variable KEY',
    );
  });

  it('is not followed elsewhere', async () => {
    const asked: unknown[] = [];
    const other = await listen(createServer((incoming, response) => response.end(String(asked.push(incoming.url)))));
    const answer: RequestListener = ({ url }, response) =>
      url === '/ping'
        ? response.end()
        : response.writeHead(307, { location: `http://localhost:${other}/invocations` }).end();
    const stage = await start({ url: `http://localhost:${await listen(createServer(answer))}` });
    await expect(stage.invoke(request, never)).rejects.toMatchObject({
      reason: 'bad_response',
      message: 'it answered 307: redirects are not followed',
    });
    expect(asked).toEqual([]);
  });

  it('has its time for an answer', async () => {
    const answer: RequestListener = ({ url }, response) => (url === '/ping' ? response.end() : undefined);
    const url = `http://localhost:${await listen(createServer(answer))}`;
    const stage = await start({ url, timeout: 0.2 });
    await expect(stage.invoke(request, never)).rejects.toMatchObject({
      reason: 'timeout',
      message: `${url} did not answer within 0.2 seconds`,
    });
  });

  it('that cannot be reached is named with what it says', async () => {
    const server = createServer((_incoming, response) => response.writeHead(503).end());
    const url = `http://localhost:${await listen(server)}`;
    await expect(start({ url }, 100)).rejects.toThrow(
      `GET /ping of the service ${url} answers 503 after 0.1 seconds: it must answer 200.`,
    );
    await expect(start({ url: 'http://localhost:1' }, 100)).rejects.toThrow(/is not answered/);
  });

  it.skipIf(!hasOpenssl)('must have a certificate that is known, by a file if need be', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-remote-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const { cert, key } = makeCertificate(folder, 'localhost', 'localhost');
    const files = { cert: readFileSync(cert), key: readFileSync(key) };
    const asked: unknown[] = [];
    const server = createTlsServer(files, ({ url: path }, response) => response.end(String(asked.push(path))));
    const url = `https://localhost:${await listen(server)}`;
    await expect(start({ url }, 100)).rejects.toThrow(/is not answered/);
    expect(asked).toEqual([]);
    expect((await (await start({ url, ca: cert })).invoke(request, never)).body.toString()).toBe('2');
    await expect(start({ url, ca: join(folder, 'none') })).rejects.toThrow(/certificates of ca cannot be read/);
  });
});
