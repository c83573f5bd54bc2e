import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerConnector } from '../../../src/serving/container/connect-container.ts';

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

/** A connection, and its other end. */
async function connect(isStolen?: () => Promise<boolean>): Promise<{ socket: Socket; other: Socket }> {
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const target = { hostname: '127.0.0.1', host: `127.0.0.1:${port}`, protocol: 'http:', port: String(port) };
  const socket = await new Promise<Socket>((resolve, reject) => {
    containerConnector({ timeout: 5_000 }, isStolen)(target, (...[error, made]) =>
      error === null ? resolve(made) : reject(error),
    );
  });
  socket.resume();
  const [other] = await accepted;
  return { socket, other };
}

/** A connection on which a request was answered. */
async function keptConnection(): Promise<{ socket: Socket; other: Socket }> {
  const { socket, other } = await connect();
  socket.pause();
  socket.write(request);
  await once(other, 'data');
  const isAnswered = once(socket, 'readable');
  other.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  await isAnswered;
  socket.read();
  socket.resume();
  return { socket, other };
}

/** How the connection ended, as its user sees it. */
const endOf = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.once('end', () => resolve('end')).once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });

const request = 'POST /invocations HTTP/1.1\r\ncontent-length: 0\r\n\r\n';

describe('a connection to a container', () => {
  it('that was closed before the request was written reports that it was not read', async () => {
    for (let round = 0; round < 20; round++) {
      const { socket, other } = await connect();
      const end = endOf(socket);
      // The news of that lies in the socket; this process writes before it looks.
      other.destroy();
      socket.write(request);
      expect(['EPIPE', 'ECONNRESET']).toContain(await end);
    }
  });

  it('that was kept, and closed before the next request was written, says so in a word of its own', async () => {
    for (let round = 0; round < 20; round++) {
      const { socket, other } = await keptConnection();
      const end = endOf(socket);
      other.destroy();
      socket.write(request);
      expect(await end).toBe('ERR_KEPT_CLOSED');
    }
  });

  it('that was kept, and closed after the next request was read, ends', async () => {
    const { socket, other } = await keptConnection();
    const end = endOf(socket);
    socket.write(request);
    await once(other, 'data');
    other.destroy();
    expect(await end).toBe('end');
  });

  it('that was kept, and is closed when a part of the next request was read, is reset: some of it may have been done', async () => {
    const { socket, other } = await keptConnection();
    const end = endOf(socket);
    other.pause();
    socket.write(request);
    // It is there, and unread: what ends a connection then resets it (RFC 1122, 4.2.2.13).
    await once(other, 'readable');
    socket.write(Buffer.alloc(1_000_000));
    other.destroy();
    expect(await end).toBe('ECONNRESET');
  });

  it('that was closed after the request was read ends', async () => {
    const { socket, other } = await connect();
    const end = endOf(socket);
    socket.write(request);
    await once(other, 'data');
    other.destroy();
    expect(await end).toBe('end');
  });

  it('that is closed while nothing is asked ends', async () => {
    const { socket, other } = await connect();
    const end = endOf(socket);
    other.destroy();
    expect(await end).toBe('end');
  });

  it('that is reset within an answer says so in a word of its own, which is not taken for the end of the answer', async () => {
    const { socket, other } = await connect();
    const end = endOf(socket);
    socket.write(request);
    await once(other, 'data');
    const read = once(socket, 'readable');
    socket.pause();
    other.write('HTTP/1.1 200 OK\r\n\r\nabc');
    await read;
    socket.read();
    other.resetAndDestroy();
    expect(await end).toBe('ERR_ANSWER_RESET');
  });

  it('that is reset before anything was asked says so, and not that an answer broke off', async () => {
    const { socket, other } = await connect();
    const end = endOf(socket);
    other.resetAndDestroy();
    expect(await end).toBe('ECONNRESET');
  });

  it('that is reset while its owner is looked up is no connection: nothing was sent', async () => {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const reset = async () => {
      const [other] = await accepted;
      other.resetAndDestroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return false;
    };
    await expect(connect(reset)).rejects.toMatchObject({ code: 'ERR_NOTHING_SENT' });
  });
});

it.runIf(process.platform === 'linux')('a link in the place of a socket is not followed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-connect-'));
  const [socketPath, link] = [join(folder, 'x.sock'), join(folder, 'link.sock')];
  const listener = createServer((socket) => socket.on('error', () => undefined).end('heard')).listen(socketPath);
  await once(listener, 'listening');
  symlinkSync(socketPath, link);
  const target = { hostname: 'localhost', host: 'localhost', protocol: 'http:', port: '80' };
  const reached = (path: string) =>
    new Promise<unknown>((resolve) => {
      containerConnector({ timeout: 5_000, socketPath: path })(target, (...[error, made]) => {
        made?.destroy();
        const failure: NodeJS.ErrnoException | null = error;
        resolve(failure?.code ?? 'connected');
      });
    });
  expect([await reached(socketPath), await reached(link)]).toEqual(['connected', 'ENOTSOCK']);
  listener.close();
  rmSync(folder, { recursive: true });
});
