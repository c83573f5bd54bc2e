import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { createLimitedServer } from '../../../src/entry/http/limited-server.ts';

const times = { headersTimeout: 1_000, connectionsCheckingInterval: 200 };

async function startServer(): Promise<number> {
  const server = createLimitedServer(
    undefined,
    (request, response) => {
      if (request.url === '/stand-still') standStill(2_500);
      request.resume().on('end', () => response.end('answered'));
    },
    times,
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** As a write to a slow disk does. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((done) => socket.once('connect', done));
  return socket;
}
const request = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;

it('takes a request that lay unread while the server stood still', async () => {
  const port = await startServer();
  // Its client goes on meanwhile: it is in a thread of its own.
  const client = `
    const { connect } = require('node:net');
    const { parentPort, workerData: port } = require('node:worker_threads');
    const early = connect(port, '127.0.0.1', () => {
      connect(port, '127.0.0.1').end(${JSON.stringify(request('/stand-still'))});
      setTimeout(() => early.write(${JSON.stringify(request('/early'))}), 300);
    });
    early.on('data', (bytes) => parentPort.postMessage(String(bytes)));
  `;
  const worker = new Worker(client, { eval: true, workerData: port });
  const answer = await new Promise((done, fail) => worker.once('message', done).once('error', fail));
  expect(answer).toMatch(/^HTTP\/1.1 200 OK[^]*answered$/);
  await worker.terminate();
}, 30_000);

it.each([
  ['before its first byte', ''],
  ['within its headers', 'GET / HTTP/1.1\r\nhost: x\r\n'],
])(
  'ends a connection that is slow %s, and one that stays slow after a standstill',
  async (_when, sent) => {
    const port = await startServer();
    const slow = await open(port);
    slow.write(sent);
    expect(await text(slow)).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    const slower = await open(port);
    slower.write(sent);
    await delay(100);
    standStill(2_500);
    expect(await text(slower)).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  },
  30_000,
);

it.each([
  ['400 Bad Request', 'no request\r\n\r\n'],
  ['431 Request Header Fields Too Large', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
  [
    '413 Payload Too Large',
    `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
  ],
])('answers %s as Node does', async (status, sent) => {
  const socket = await open(await startServer());
  socket.write(sent);
  expect(await text(socket)).toContain(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
});
