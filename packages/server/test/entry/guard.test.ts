import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRequestLine, checkUnsigned } from '../../src/entry/http/check-request-line.ts';

/** A server that answers 200, or what the guard says. */
let port = 0;
const server = createServer((request, response) => {
  const refusal = checkRequestLine(request) ?? (request.url === '/unsigned' ? checkUnsigned(request) : undefined);
  response.writeHead(refusal?.status ?? 200).end(refusal?.message ?? 'ok');
});
server.maxHeadersCount = 0;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

/** The status line of the answer to raw bytes. */
function send(text: string): Promise<number> {
  return new Promise((done, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (data) => {
      done(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1]));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

const head = (line: string, ...headers: string[]) => `${[line, ...headers].join('\r\n')}\r\n\r\n`;

describe('checkRequestLine()', () => {
  it.each([
    ['a plain request', head('GET / HTTP/1.1', 'Host: a'), 200],
    ['two Host headers', head('GET / HTTP/1.1', 'Host: a', 'Host: b'), 400],
    ['chunked on HTTP/1.0', `${head('POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked')}0\r\n\r\n`, 400],
    ['an absolute target', head('GET http://b/ HTTP/1.1', 'Host: a'), 400],
    ['101 headers', head('GET / HTTP/1.1', 'Host: a', ...Array.from({ length: 100 }, (_, at) => `x-${at}: 1`)), 431],
    [
      'both lengths',
      `${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
      400,
    ],
    ['a blank before the colon', head('GET / HTTP/1.1', 'Host : a'), 400],
  ])('%s', async (_name, text, status) => {
    expect(await send(text)).toBe(status);
  });
});

describe('checkUnsigned()', () => {
  it.each([
    ['a loopback host', ['Host: 127.0.0.1:4747'], 200],
    ['localhost', ['Host: localhost:4747'], 200],
    ['a foreign host (DNS rebinding)', ['Host: evil.example'], 403],
    ['a foreign origin', ['Host: localhost:4747', 'Origin: http://evil.example'], 403],
    ['its own origin', ['Host: localhost:4747', 'Origin: http://localhost:4747'], 200],
    ['what the browser calls cross-site', ['Host: localhost:4747', 'Sec-Fetch-Site: cross-site'], 403],
    ['a null origin', ['Host: localhost:4747', 'Origin: null'], 403],
  ])('%s', async (_name, headers, status) => {
    expect(await send(head('GET /unsigned HTTP/1.1', ...headers))).toBe(status);
  });
});
