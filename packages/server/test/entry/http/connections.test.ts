import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { BodyMemory } from '../../../src/entry/http/body-memory.ts';
import { Connections } from '../../../src/entry/http/connections.ts';
import type { Exchange } from '../../../src/entry/http/exchange.ts';
import { RawConnection } from '../../support/raw-connection.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const patience = { timeout: 30_000 };
const clients: RawConnection[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

/** A server whose requests go through `Connections`; `maxUnreadBytes` of answers. */
async function serve(
  answer: Answer,
  options: { maxUnreadBytes?: number; memory?: BodyMemory; maxSilenceMs?: number } = {},
) {
  const memory = options.memory ?? new BodyMemory(100_000_000);
  const begun: IncomingMessage[] = [];
  const context = { bodyMemory: memory } as unknown as Exchange['context'];
  const begin = (request: IncomingMessage, response: ServerResponse): Exchange => {
    begun.push(request);
    answer(request, response);
    return { request, response, requestId: 'id', context, bodyBytes: 0 } as Exchange;
  };
  const connections = new Connections(
    { begin, memory, maxSilenceMs: options.maxSilenceMs ?? 120_000 },
    options.maxUnreadBytes ?? 1_000_000_000,
  );
  const server = createServer((request, response) => connections.take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    connections.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connect = async () => {
    const client = new RawConnection(url);
    clients.push(client);
    await client.opened();
    return client;
  };
  return { connections, begun, memory, connect };
}

const get = (path: string | number) => `GET /${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const namesIn = (text: string) => [...text.matchAll(/name=(\d+);/g)].map((match) => Number(match[1]));

describe('requests that are sent before answers are read', () => {
  it('are worked on eight at a time, and answered in their order', async () => {
    let underWay = 0;
    let most = 0;
    const { connect } = await serve((request, response) => {
      most = Math.max(most, ++underWay);
      // Those that were asked later are ready sooner, now and then.
      const turns = Number(request.url?.slice(1)) % 3;
      const end = (left: number): void => {
        if (left > 0) setImmediate(() => end(left - 1));
        else {
          underWay--;
          response.end(`name=${request.url?.slice(1)};`);
        }
      };
      setImmediate(() => end(3 - turns));
    });
    const client = (await connect()).read();
    const count = 3000;
    await client.write(Array.from({ length: count }, (_, at) => get(at)).join(''));
    await expect.poll(() => namesIn(client.text).length, { timeout: 60_000 }).toBe(count);
    expect(namesIn(client.text)).toEqual(Array.from({ length: count }, (_, at) => at));
    expect(most).toBe(8);
  });

  it('are read no further while eight are not answered, and no more of them is kept than was under way', async () => {
    const answers: ServerResponse[] = [];
    const { begun, connect, memory } = await serve((_request, response) => void answers.push(response));
    const client = await connect();
    const sent = client.writeUntilFull(get(1).repeat(1000), 2000);
    expect(sent).toBeLessThan(2000);
    await expect.poll(() => begun.length, patience).toBe(8);
    const kept = memory.taken;
    // One read of the socket is 64 KiB, of 28 bytes a request: 2,341, 4 KiB each.
    expect(kept).toBeLessThanOrEqual(2341 * 4096);
    expect(begun).toHaveLength(8);
    // Who does not read does not see that its client went either; who writes does.
    client.close();
    for (let at = 0; at < answers.length; at++) answers[at]?.end();
    await expect.poll(() => memory.taken, patience).toBe(0);
  });

  it('are begun a few in each turn of the event loop, however soon they are answered', async () => {
    let inThisTurn = 0;
    let most = 0;
    const { begun, connect } = await serve((_request, response) => {
      if (inThisTurn === 0) setImmediate(() => (inThisTurn = 0));
      most = Math.max(most, ++inThisTurn);
      response.end();
    });
    const client = (await connect()).read();
    await client.write(get(1).repeat(2000));
    await expect.poll(() => begun.length, patience).toBe(2000);
    // Eight when they are read, and eight of those that waited.
    expect(most).toBeLessThanOrEqual(16);
  });

  it('end their connection where the memory of requests is taken', async () => {
    const { connect } = await serve(() => undefined, { memory: new BodyMemory(40_960) });
    const client = await connect();
    await client.write(get(1).repeat(8 + 10));
    await client.write(get(1));
    await client.read().closed;
  });

  it('learn that their client is gone, also those whose turn had not come', async () => {
    const gone: string[] = [];
    const { begun, connect } = await serve((request, response) => {
      response.on('close', () => gone.push(request.url as string));
    });
    const client = await connect();
    await client.write([1, 2, 3].map(get).join(''));
    await expect.poll(() => begun.length, patience).toBe(3);
    client.close();
    await expect.poll(() => gone, patience).toEqual(['/1', '/2', '/3']);
  });

  it('may have bodies, the last one still on its way while the others are worked on', async () => {
    const { connect } = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => setImmediate(() => response.end(`name=${body};`)));
    });
    const client = (await connect()).read();
    const post = (body: string) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const all = Array.from({ length: 40 }, (_, at) => post(String(at).repeat(1000 - (at % 7)))).join('');
    await client.write(all.slice(0, -500));
    await client.write(all.slice(-500));
    await expect.poll(() => [...client.text.matchAll(/name=/g)].length, { timeout: 30_000 }).toBe(40);
  });
});

const postHead = (length: number) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;

describe('a body', () => {
  /** Looks at the connections so often, five seconds later each time, sending `bytes` before each look. */
  async function drip(bytes: number, looks: number) {
    const site = await serve((request) => void request.resume());
    const client = await site.connect();
    await client.write(postHead(1_000_000));
    await expect.poll(() => site.begun.length, patience).toBe(1);
    const { socket } = site.begun[0] as IncomingMessage;
    site.connections.look(5);
    for (let look = 0; look < looks && !socket.destroyed; look++) {
      const before = socket.bytesRead;
      await client.write(Buffer.alloc(bytes));
      await expect.poll(() => socket.destroyed || socket.bytesRead - before >= bytes, patience).toBe(true);
      site.connections.look(5);
    }
    return { isEnded: socket.destroyed };
  }

  it('that does not come within half a minute ends its connection', async () => {
    expect(await drip(0, 6)).toEqual({ isEnded: false });
    expect(await drip(0, 7)).toEqual({ isEnded: true });
  });

  it('that comes at less than 1 KiB a second ends its connection', async () => {
    // 4,000 bytes in five seconds: 800 a second. After 150 seconds 120,000 came, and (150 - 30) * 1024 = 122,880 are due.
    expect(await drip(4000, 20)).toEqual({ isEnded: false });
    expect(await drip(4000, 60)).toEqual({ isEnded: true });
  });

  it('that comes at more may take its time', async () => {
    expect(await drip(5200, 100)).toEqual({ isEnded: false });
  });

  it('that its server is not ready to take is not blamed on its client', async () => {
    const site = await serve(() => undefined);
    const client = await site.connect();
    await client.write(postHead(10_000_000));
    client.writeUntilFull(Buffer.alloc(65_536), 100);
    await expect.poll(() => site.begun[0]?.readableLength ?? 0, patience).toBeGreaterThan(60_000);
    for (let look = 0; look < 100; look++) site.connections.look(5);
    expect(site.begun[0]?.socket.destroyed).toBe(false);
  });
});

describe('an answer', () => {
  const endless: Answer = (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  };

  it('that is not read ends its connection', async () => {
    const site = await serve(endless);
    const client = await site.connect();
    await client.write(get(1));
    await expect.poll(() => (site.begun[0]?.socket.writableLength ?? 0) > 0).toBe(true);
    const { socket } = site.begun[0] as IncomingMessage;
    // The system's buffers fill first: 100 looks without a byte are more than they and a minute allow at 1 KiB a second.
    for (let look = 0; look < 10_000 && !socket.destroyed; look++) site.connections.look(5);
    expect(socket.destroyed).toBe(true);
  });

  it('whose client stops reading it ends its connection, however much it read before', async () => {
    const site = await serve(endless, { maxSilenceMs: 200 });
    const client = (await site.connect()).read();
    await client.write(get(1));
    await expect.poll(() => client.text.length, patience).toBeGreaterThan(1_000_000);
    client.socket.pause();
    // One look limits the silence; the average over five seconds says nothing yet.
    site.connections.look(5);
    await expect.poll(() => site.begun[0]?.socket.destroyed, patience).toBe(true);
  });

  it('may begin late on a connection whose answer before it waited to be read', async () => {
    const answers: ServerResponse[] = [];
    const site = await serve((_request, response) => void answers.push(response), { maxSilenceMs: 200 });
    const client = await site.connect();
    await client.write(get(1) + get(2));
    await expect.poll(() => answers.length, patience).toBe(2);
    const [first, second] = answers as [ServerResponse, ServerResponse];
    const { socket } = site.begun[0] as IncomingMessage;
    first.write(Buffer.alloc(30_000_000));
    await expect.poll(() => socket.writableLength, patience).toBeGreaterThan(0);
    site.connections.look(5);
    expect(socket.timeout).toBe(200);
    client.read();
    await expect.poll(() => socket.writableLength, patience).toBe(0);
    site.connections.look(5);
    expect(socket.timeout).toBe(0);
    first.end();
    second.end('name=2;');
    await expect.poll(() => namesIn(client.text), patience).toEqual([2]);
  });

  it('is counted as unread also while others are before it', async () => {
    const site = await serve(
      (request, response) => {
        if (request.url !== '/1') response.end(Buffer.alloc(10_000_000));
      },
      { maxUnreadBytes: 35_000_000 },
    );
    const client = await site.connect();
    await client.write([1, 2, 3, 4].map(get).join(''));
    await expect.poll(() => site.begun.length, patience).toBe(4);
    site.connections.look(5);
    expect(site.begun[0]?.socket.destroyed).toBe(false);
    // 10 MB more, of another client: the one with 30 MB makes room.
    await (await site.connect()).write([1, 2].map(get).join(''));
    await expect.poll(() => site.begun.length, patience).toBe(6);
    site.connections.look(5);
    expect(site.begun.map(({ socket }) => socket.destroyed)).toEqual([true, true, true, true, false, false]);
  });

  it('that waits for its server ends nothing', async () => {
    const site = await serve(() => undefined);
    const client = await site.connect();
    await client.write(get(1));
    await expect.poll(() => site.begun.length, patience).toBe(1);
    for (let look = 0; look < 100; look++) site.connections.look(5);
    expect(site.begun[0]?.socket.destroyed).toBe(false);
  });

  it('is given up, the largest first, where those that are not read take more than they may together', async () => {
    const site = await serve(
      (request, response) => response.end(Buffer.alloc(request.url === '/1' ? 30_000_000 : 15_000_000)),
      { maxUnreadBytes: 50_000_000 },
    );
    const sizes = [1, 2, 3];
    for (const name of sizes) {
      await (await site.connect()).write(get(name));
      await expect.poll(() => site.begun.length, patience).toBe(name);
    }
    site.connections.look(5);
    const ended = site.begun.map(({ url, socket }) => [url, socket.destroyed]);
    expect(ended).toEqual([
      ['/1', true],
      ['/2', false],
      ['/3', false],
    ]);
  });
});
