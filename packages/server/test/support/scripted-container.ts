import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a container does with one request, byte by byte; the request's body says which request it is. */
export type Act = (socket: Socket, body: string) => void;

export interface ScriptedContainer {
  readonly origin: string;
  /** What it does with the next requests. */
  act: Act;
  /** Connections that were opened so far. */
  readonly connections: number;
  close(): void;
}

/** A container that reads requests with Content-Length, and answers them with whatever bytes the test wants. */
export async function scriptedContainer(): Promise<ScriptedContainer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    let received = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      const size = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (head < 0 || received.length < head + 4 + size) return;
      const body = received.slice(head + 4);
      received = '';
      container.act(socket, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const container = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    act: echo,
    get connections() {
      return sockets.size;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return container;
}

/** Answers with what it was sent. */
export const echo: Act = (socket, body) =>
  void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
