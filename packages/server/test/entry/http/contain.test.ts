import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contain, failExchange } from '../../../src/entry/http/contain.ts';
import type { Exchange, Protocol } from '../../../src/entry/http/exchange.ts';

/** Ways in which a step can fail, by the path that is asked for. */
const steps: Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>> = {
  '/throws': () => {
    throw new Error('thrown');
  },
  '/rejects': async () => {
    await Promise.resolve();
    throw new Error('rejected');
  },
  '/began': ({ response }) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    throw new Error('too late');
  },
  '/timer': () => void setTimeout(() => emitter.emit('later', current.getStore()), 1),
  '/broken-form': () => {
    throw new Error('first');
  },
};

const emitter = new EventEmitter();
const current = new AsyncLocalStorage<Exchange>();
const logged: { err?: Error; requestId?: string }[] = [];
const protocol = (path: string): Pick<Protocol, 'encodeError'> => ({
  encodeError: ({ status }, { requestId }) => {
    if (path === '/broken-form') throw new Error('second');
    return { status, headers: { 'Content-Length': requestId.length }, body: Buffer.from(requestId) };
  },
});

const server = createServer((request, response) => {
  const path = request.url as string;
  const context = { current, log: { error: (what: object) => logged.push(what) } };
  const exchange = { request, response, requestId: 'id-1', protocol: protocol(path), context } as unknown as Exchange;
  contain(exchange, steps[path] as (exchange: Exchange) => void)(exchange);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe('contain()', () => {
  it.each(['/throws', '/rejects'])('answers %s with status 500 and logs the cause with the id', async (path) => {
    logged.length = 0;
    const answer = await fetch(url + path);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('id-1');
    expect(logged).toMatchObject([{ err: { message: path === '/throws' ? 'thrown' : 'rejected' }, requestId: 'id-1' }]);
  });

  it('closes the connection of an answer that has begun', async () => {
    await expect(fetch(`${url}/began`).then((answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
  });

  it('closes the connection where the error cannot be answered', async () => {
    await expect(fetch(`${url}/broken-form`)).rejects.toThrow('fetch failed');
  });

  it('knows to which exchange a timer belongs that a step began', async () => {
    const later = new Promise<Exchange>((done) => emitter.once('later', done));
    const answer = fetch(`${url}/timer`);
    failExchange(await later, new Error('in a timer'));
    expect((await answer).status).toBe(500);
  });
});
