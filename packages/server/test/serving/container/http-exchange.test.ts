import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeInvocation } from '../../../src/serving/container/exchange.ts';
import { type HttpConnection, openConnections } from '../../../src/serving/container/http-stage.ts';
import { StageUnreachable } from '../../../src/serving/container/stage-unreachable.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that says exactly these bytes, or does as it is asked, once it has the whole request. */
async function serve(
  reply: string | Buffer | ((socket: Socket, request: string) => void),
  connection: Omit<HttpConnection, 'origin'> = {},
): Promise<Dispatcher> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let request = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\nBODY')) return;
      if (typeof reply === 'function') reply(socket, request);
      else socket.end(reply);
      request = '';
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dispatcher = openConnections({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...connection,
  });
  closers.push(() => {
    void dispatcher.destroy();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return dispatcher;
}

const invoke = (dispatcher: Dispatcher, more: object = {}, signal = new AbortController().signal) =>
  exchangeInvocation(dispatcher, { body: Buffer.from('BODY'), ...more }, { signal, maxAnswerBytes: 100 });

const failure = async (promise: Promise<unknown>): Promise<StageUnreachable> => {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StageUnreachable);
  return error as StageUnreachable;
};

describe('exchangeInvocation()', () => {
  it('sends the headers of the contract and no others', async () => {
    let seen = '';
    const dispatcher = await serve((socket, request) => {
      seen = request;
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    await invoke(dispatcher, {
      contentType: 'text/csv; charset=utf-8',
      accept: 'application/json',
      customAttributes: 'trace=1',
      inferenceId: 'id-1',
      sessionId: 'session-1',
    });
    const [line, ...headers] = seen.slice(0, seen.indexOf('\r\n\r\n')).split('\r\n');
    expect(line).toBe('POST /invocations HTTP/1.1');
    expect(headers.filter((header) => !header.startsWith('host:')).sort()).toEqual([
      'accept: application/json',
      'connection: keep-alive',
      'content-length: 4',
      'content-type: text/csv; charset=utf-8',
      'x-amzn-sagemaker-custom-attributes: trace=1',
      'x-amzn-sagemaker-inference-id: id-1',
      'x-amzn-sagemaker-session-id: session-1',
    ]);
  });

  it('sends no Accept and no Content-Type that it was not given', async () => {
    let seen = '';
    const dispatcher = await serve((socket, request) => {
      seen = request;
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    await invoke(dispatcher);
    expect(seen).not.toMatch(/accept|content-type/i);
  });

  it('reads the headers of the contract and no others', async () => {
    const dispatcher = await serve(
      'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nX-Amzn-SageMaker-Custom-Attributes: a=b\r\nX-Amzn-SageMaker-Session-Id: s; Expires=1\r\n' +
        'X-Amzn-SageMaker-Closed-Session-Id: t\r\nSet-Cookie: c\r\ncontent-length: 4\r\n\r\n1,2\n',
    );
    expect(await invoke(dispatcher)).toEqual({
      status: 200,
      body: Buffer.from('1,2\n'),
      contentType: 'text/csv',
      customAttributes: 'a=b',
      sessionId: 's; Expires=1',
      closedSessionId: 't',
    });
  });

  it.each([301, 307, 400, 415, 429, 500, 503])(
    'status %i is an answer, and redirects are not followed',
    async (status) => {
      const dispatcher = await serve(`HTTP/1.1 ${status} X\r\nLocation: /other\r\ncontent-length: 3\r\n\r\nwhy`);
      const answer = await invoke(dispatcher);
      expect([answer.status, answer.body.toString()]).toEqual([status, 'why']);
    },
  );

  it('waits for the final answer after 1xx', async () => {
    const dispatcher = await serve('HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    expect((await invoke(dispatcher)).body.toString()).toBe('ok');
  });

  it('puts a chunked answer together', async () => {
    const dispatcher = await serve(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n',
    );
    expect((await invoke(dispatcher)).body.toString()).toBe('abcde');
  });

  const whole = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabcdef';
  it.each(Array.from({ length: whole.length }, (_, cut) => cut))(
    'never takes an answer cut after %i bytes for a whole one',
    async (cut) => {
      const error = await failure(invoke(await serve(whole.slice(0, cut))));
      expect(['connection', 'bad_response']).toContain(error.reason);
    },
  );

  /** Notes what a receiver of parts is given. */
  function partsReceiver() {
    const parts: string[] = [];
    const receiver = {
      hasBegun: false,
      begin: (head: object) => {
        receiver.hasBegun = true;
        parts.push(JSON.stringify(head));
      },
      add: (part: Buffer) => void parts.push(part.toString()),
    };
    return { parts, receiver };
  }

  it('gives the parts of an answer as they come, to one that takes them', async () => {
    const { parts, receiver } = partsReceiver();
    let send: (text: string) => void = () => undefined;
    const dispatcher = await serve((socket) => {
      send = (text) => socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
    });
    const pending = invoke(dispatcher, { parts: receiver });
    await expect.poll(() => parts).toEqual(['{"status":200,"contentType":"text/event-stream"}']);
    send('one');
    await expect.poll(() => parts.slice(1)).toEqual(['one']);
    send('two');
    await expect.poll(() => parts.slice(1)).toEqual(['one', 'two']);
    send('');
    expect(await pending).toEqual({ status: 200, contentType: 'text/event-stream', body: Buffer.alloc(0) });
  });

  it('gives no parts of a refusal, which is an answer as any other', async () => {
    const { parts, receiver } = partsReceiver();
    const dispatcher = await serve('HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno');
    expect(await invoke(dispatcher, { parts: receiver })).toMatchObject({ status: 400, body: Buffer.from('no') });
    expect([parts, receiver.hasBegun]).toEqual([[], false]);
  });

  it('fails behind parts that were given when the answer breaks, or is too large', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { parts, receiver } = partsReceiver();
    const cut = await serve(`${head}3\r\none\r\n`);
    expect(await failure(invoke(cut, { parts: receiver }))).toMatchObject({ reason: 'connection', wasSent: true });
    const large = await serve(`${head}3\r\ntwo\r\n62\r\n${'x'.repeat(98)}\r\n0\r\n\r\n`);
    expect((await failure(invoke(large, { parts: receiver }))).reason).toBe('too_large');
    expect(parts.filter((part) => part.length === 3)).toEqual(['one', 'two']);
  });

  it('never takes a cut chunked answer for a whole one', async () => {
    const dispatcher = await serve('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n');
    expect((await failure(invoke(dispatcher))).message).toContain('after 5 bytes');
  });

  it.each([
    'garbage\r\n\r\n',
    'HTTP/1.1 999999 X\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n',
    '\0\x01\x02',
  ])('rejects %j', async (reply) => {
    expect((await failure(invoke(await serve(reply)))).reason).toBe('bad_response');
  });

  it('refuses an answer that says it is too large, and one that turns out so', async () => {
    const said = await serve('HTTP/1.1 200 OK\r\ncontent-length: 101\r\n\r\n');
    expect(await failure(invoke(said))).toMatchObject({
      reason: 'too_large',
      message: 'the answer is larger than 100 bytes',
    });
    const endless = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('x'.repeat(40)), 1);
      socket.on('close', () => clearInterval(timer));
    });
    expect((await failure(invoke(endless))).reason).toBe('too_large');
  });

  it('ends at the deadline of a container that never answers', async () => {
    const dispatcher = await serve(() => undefined);
    const error = await failure(invoke(dispatcher, {}, AbortSignal.timeout(100)));
    expect(error.reason).toBe('timeout');
  });

  it('distinguishes a deadline from a caller that has left', async () => {
    const dispatcher = await serve(() => undefined);
    for (const [why, reason] of [
      ['timeout', 'timeout'],
      ['gone', 'connection'],
    ]) {
      const controller = new AbortController();
      const pending = failure(invoke(dispatcher, {}, controller.signal));
      setTimeout(() => controller.abort(why), 20);
      expect((await pending).reason).toBe(reason);
      expect((await failure(invoke(dispatcher, {}, controller.signal))).reason).toBe(reason);
    }
  });

  it('refuses to send a header value with a line end', async () => {
    const dispatcher = await serve('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    expect((await failure(invoke(dispatcher, { contentType: 'a\r\nx: y' }))).message).toContain('header');
  });

  it('says so when no process listens', async () => {
    const dispatcher = openConnections({ origin: 'http://localhost', socketPath: '/tmp/no-such-socket' });
    closers.push(() => void dispatcher.destroy());
    expect(await failure(invoke(dispatcher))).toMatchObject({
      reason: 'connection',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('knows which requests were not sent when all connections are ended', async () => {
    const isRead = Promise.withResolvers<void>();
    const dispatcher = await serve(() => isRead.resolve(), { connections: 1 });
    const sent = failure(invoke(dispatcher));
    const waiting = failure(invoke(dispatcher));
    await isRead.promise;
    await dispatcher.destroy(new StageUnreachable('connection', 'it has ended'));
    expect(await sent).toMatchObject({ message: 'it has ended', wasSent: true });
    expect(await waiting).toMatchObject({ reason: 'connection', message: 'it has ended', wasSent: false });
  });

  it('has not sent a request while it is looked up whose port it is', async () => {
    const isAsked = Promise.withResolvers<void>();
    const isStolen = () => {
      isAsked.resolve();
      return new Promise<boolean>(() => undefined);
    };
    const dispatcher = await serve(() => undefined, { isStolen });
    const waiting = failure(invoke(dispatcher));
    await isAsked.promise;
    await dispatcher.destroy(new StageUnreachable('connection', 'it has ended'));
    expect(await waiting).toMatchObject({ message: 'it has ended', wasSent: false });
  });

  it('knows whether a request was sent when its caller leaves', async () => {
    const isRead = Promise.withResolvers<void>();
    const dispatcher = await serve(() => isRead.resolve(), { connections: 1 });
    const leaving = new AbortController();
    const sent = failure(invoke(dispatcher, {}, leaving.signal));
    const waiting = failure(invoke(dispatcher, {}, leaving.signal));
    await isRead.promise;
    leaving.abort();
    expect([(await sent).wasSent, (await waiting).wasSent]).toEqual([true, false]);
  });
});
