import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeInvocation } from '../../../src/serving/container/exchange.ts';
import { openConnections } from '../../../src/serving/container/http-stage.ts';
import { StageUnreachable } from '../../../src/serving/container/stage-unreachable.ts';
import { type Act, echo, type ScriptedContainer, scriptedContainer } from '../../support/scripted-container.ts';

const maxAnswerBytes = 100_000;
let container: ScriptedContainer;
let dispatcher: Dispatcher;

beforeAll(async () => {
  container = await scriptedContainer();
  dispatcher = openConnections({ origin: container.origin });
});
afterAll(async () => {
  await dispatcher.destroy();
  container.close();
});

async function ask(body: string, limitMs = 20_000): Promise<string> {
  const options = { signal: AbortSignal.timeout(limitMs), maxAnswerBytes };
  try {
    const answer = await exchangeInvocation(dispatcher, { body: Buffer.from(body) }, options);
    return `${answer.status} ${answer.body.toString('latin1').slice(0, 40)}`;
  } catch (error) {
    if (!(error instanceof StageUnreachable)) throw error;
    return error.reason;
  }
}

const crlf = (lines: readonly string[]) => lines.join('\r\n');
/** An answer with these header lines. */
const answer = (...lines: string[]) => crlf(lines);
const say =
  (text: string): Act =>
  (socket) =>
    void socket.write(text, 'latin1');
const sayAndClose =
  (text: string): Act =>
  (socket) =>
    void socket.end(text, 'latin1');
const sayAndReset =
  (text: string): Act =>
  (socket) =>
    // Once it has arrived: a reset overtakes what is under way.
    void socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 30));
/** Byte by byte, each by itself. */
const dribble =
  (text: string): Act =>
  (socket) => {
    let at = 0;
    const next = () => {
      if (at < text.length && !socket.destroyed) socket.write(text.charAt(at++), () => setImmediate(next));
    };
    next();
  };
const forEver =
  (start: string, again: string): Act =>
  (socket) => {
    const next = () => {
      if (!socket.destroyed) socket.write(again, 'latin1', () => setImmediate(next));
    };
    socket.write(start, 'latin1', next);
  };

const ok = answer('HTTP/1.1 200 OK', 'Content-Length: 2', '', 'ok');
const chunked = answer('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '');
const continued = answer('HTTP/1.1 100 Continue', '', '');

/** What it does; what comes of it: status and body, or why it is no answer. */
const behaviours: readonly (readonly [string, Act, string])[] = [
  ['closes without a word', sayAndClose(''), 'connection'],
  ['resets without a word', (socket) => socket.resetAndDestroy(), 'connection'],
  ['closes within the first line', sayAndClose('HTTP/1.1 20'), 'connection'],
  ['closes within its headers', sayAndClose('HTTP/1.1 200 OK\r\nContent-Le'), 'connection'],
  ['closes before its body', sayAndClose(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', '')), 'connection'],
  ['closes within its body', sayAndClose(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'abc')), 'connection'],
  ['closes a byte early', sayAndClose(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'abcd')), 'connection'],
  ['resets within its body', sayAndReset(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'abc')), 'connection'],
  ['closes within a chunk', sayAndClose(`${chunked}5\r\nabc`), 'connection'],
  ['closes between chunks', sayAndClose(`${chunked}3\r\nabc\r\n`), 'connection'],
  ['closes before the last line end', sayAndClose(`${chunked}3\r\nabc\r\n0\r\n`), 'connection'],
  ['resets within a chunk', sayAndReset(`${chunked}5\r\nabc`), 'connection'],
  ['resets between chunks', sayAndReset(`${chunked}3\r\nabc\r\n`), 'connection'],
  ['gives no length and closes', sayAndClose(answer('HTTP/1.1 200 OK', '', 'abc')), 'bad_response'],
  ['gives no length and resets', sayAndReset(answer('HTTP/1.1 200 OK', '', 'abc')), 'connection'],
  [
    'keeps alive without length, and closes',
    sayAndClose(answer('HTTP/1.1 200 OK', 'Connection: keep-alive', '', 'abc')),
    'bad_response',
  ],
  ['says that closing is its end', sayAndClose(answer('HTTP/1.1 200 OK', 'Connection: close', '', 'abc')), '200 abc'],
  ['says so and resets', sayAndReset(answer('HTTP/1.1 200 OK', 'Connection: close', '', 'abc')), 'connection'],
  ['speaks HTTP/1.0 without length', sayAndClose(answer('HTTP/1.0 200 OK', '', 'abc')), '200 abc'],
  ['speaks HTTP/1.0 without length and resets', sayAndReset(answer('HTTP/1.0 200 OK', '', 'abc')), 'connection'],
  ['speaks HTTP/1.0 with length', say(answer('HTTP/1.0 200 OK', 'Content-Length: 3', '', 'abc')), '200 abc'],
  [
    'speaks HTTP/1.0 and closes early',
    sayAndClose(answer('HTTP/1.0 200 OK', 'Content-Length: 5', '', 'abc')),
    'bad_response',
  ],
  ['is no HTTP', sayAndClose('hello\r\n\r\n'), 'bad_response'],
  [
    'says HTTP/2.0, and speaks HTTP/1.1',
    sayAndClose(answer('HTTP/2.0 200 OK', 'Content-Length: 2', '', 'ok')),
    '200 ok',
  ],
  [
    'speaks HTTP in small letters',
    sayAndClose(answer('http/1.1 200 OK', 'Content-Length: 2', '', 'ok')),
    'bad_response',
  ],
  ['answers in zeros', sayAndClose('\0\0\0\0'), 'bad_response'],
  [
    'gives two lengths',
    say(answer('HTTP/1.1 200 OK', 'Content-Length: 2', 'Content-Length: 3', '', 'abc')),
    'bad_response',
  ],
  ['gives a list of lengths', say(answer('HTTP/1.1 200 OK', 'Content-Length: 2, 2', '', 'ok')), 'bad_response'],
  [
    'gives length and chunks',
    say(answer('HTTP/1.1 200 OK', 'Content-Length: 2', 'Transfer-Encoding: chunked', '', '3\r\nabc\r\n0\r\n\r\n')),
    'bad_response',
  ],
  ['gives a negative length', say(answer('HTTP/1.1 200 OK', 'Content-Length: -1', '', 'ok')), 'bad_response'],
  ['gives a length with a sign', say(answer('HTTP/1.1 200 OK', 'Content-Length: +2', '', 'ok')), 'bad_response'],
  [
    'gives a length of 30 digits',
    say(answer('HTTP/1.1 200 OK', `Content-Length: ${'9'.repeat(30)}`, '', 'ok')),
    'bad_response',
  ],
  ['gives a length in words', say(answer('HTTP/1.1 200 OK', 'Content-Length: two', '', 'ok')), 'bad_response'],
  ['gives a chunk of no size', say(`${chunked}zz\r\nabc\r\n0\r\n\r\n`), 'bad_response'],
  ['gives a chunk of 17 digits', say(`${chunked}${'f'.repeat(17)}\r\nabc`), 'bad_response'],
  ['gives more than the chunk says', say(`${chunked}2\r\nabc\r\n0\r\n\r\n`), 'bad_response'],
  ['says more than its length', say(`${answer('HTTP/1.1 200 OK', 'Content-Length: 2', '', 'ab')}STRAY`), '200 ab'],
  [
    'sends another answer behind its own',
    say(`${ok}${answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'STRAY')}`),
    '200 ok',
  ],
  ['says 204', say(answer('HTTP/1.1 204 No Content', '', '')), '204 '],
  ['says 204 with a body', say(answer('HTTP/1.1 204 No Content', 'Content-Length: 5', '', 'STRAY')), '204 '],
  ['says 304', say(answer('HTTP/1.1 304 Not Modified', '', '')), '304 '],
  [
    'wants another protocol',
    say(answer('HTTP/1.1 101 Switching Protocols', 'Upgrade: x', 'Connection: upgrade', '', '')),
    'connection',
  ],
  ['says Continue unasked', say(`${continued}${ok}`), '200 ok'],
  [
    'says Continue by itself first',
    (socket) => {
      socket.write(continued);
      setTimeout(() => socket.write(ok), 20);
    },
    '200 ok',
  ],
  ['says Continue three times', say(`${continued.repeat(3)}${ok}`), '200 ok'],
  ['says Continue, byte by byte', dribble(`${continued}${ok}`), '200 ok'],
  ['gives hints first', say(`${answer('HTTP/1.1 103 Early Hints', 'Link: </x>', '', '')}${ok}`), '200 ok'],
  ['is processing', say(`${answer('HTTP/1.1 102 Processing', '', '')}${ok}`), '200 ok'],
  ['says Continue and closes', sayAndClose(continued), 'connection'],
  [
    'says Continue and breaks off',
    sayAndClose(`${continued}${answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'abc')}`),
    'connection',
  ],
  [
    'floods with hints',
    say(`${answer('HTTP/1.1 103 Early Hints', 'Link: </x>', '', '').repeat(3000)}${ok}`),
    'bad_response',
  ],
  ['gives hints for ever', forEver('', answer('HTTP/1.1 103 Early Hints', 'Link: </x>', '', '')), 'bad_response'],
  [
    'gives a hint that never ends',
    forEver('HTTP/1.1 103 Early Hints\r\n', `X: ${'h'.repeat(1000)}\r\n`),
    'bad_response',
  ],
  ['gives status 999', say(answer('HTTP/1.1 999 X', 'Content-Length: 2', '', 'ok')), '999 ok'],
  ['gives status 000', say(answer('HTTP/1.1 000 X', 'Content-Length: 2', '', 'ok')), 'connection'],
  ['gives status 12', say(answer('HTTP/1.1 12 X', 'Content-Length: 2', '', 'ok')), 'bad_response'],
  ['gives status 2000', say(answer('HTTP/1.1 2000 X', 'Content-Length: 2', '', 'ok')), 'bad_response'],
  [
    'redirects',
    say(answer('HTTP/1.1 302 Found', 'Location: http://127.0.0.1:1/', 'Content-Length: 2', '', 'ok')),
    '302 ok',
  ],
  ['redirects within', say(answer('HTTP/1.1 307 X', 'Location: /other', 'Content-Length: 2', '', 'ok')), '307 ok'],
  ...[400, 415, 429, 500, 503, 507].map(
    (status) =>
      [
        `refuses with ${status}`,
        say(answer(`HTTP/1.1 ${status} X`, 'Content-Length: 3', '', 'why')),
        `${status} why`,
      ] as const,
  ),
  ['folds a header', say(answer('HTTP/1.1 200 OK', 'X: a', ' b', 'Content-Length: 2', '', 'ok')), 'bad_response'],
  ['puts a blank before the colon', say(answer('HTTP/1.1 200 OK', 'Content-Length : 2', '', 'ok')), 'bad_response'],
  ['puts NUL into a header', say(answer('HTTP/1.1 200 OK', 'X: a\0b', 'Content-Length: 2', '', 'ok')), 'bad_response'],
  [
    'puts a bare CR into a header',
    say(answer('HTTP/1.1 200 OK', 'X: a\rb', 'Content-Length: 2', '', 'ok')),
    'bad_response',
  ],
  [
    'sends a header of 100 KB',
    say(answer('HTTP/1.1 200 OK', `X: ${'h'.repeat(100_000)}`, 'Content-Length: 2', '', 'ok')),
    'bad_response',
  ],
  ['sends headers for ever', forEver('HTTP/1.1 200 OK\r\n', `X: ${'h'.repeat(1000)}\r\n`), 'bad_response'],
  ['announces too much', say(answer('HTTP/1.1 200 OK', 'Content-Length: 100001', '', '')), 'too_large'],
  ['sends chunks for ever', forEver(chunked, `1000\r\n${'x'.repeat(4096)}\r\n`), 'too_large'],
  [
    'sends a body for ever',
    forEver(answer('HTTP/1.1 200 OK', 'Connection: close', '', ''), 'x'.repeat(4096)),
    'too_large',
  ],
  ['sends tiny chunks for ever', forEver(chunked, '1\r\nq\r\n'.repeat(1000)), 'too_large'],
  [
    'sends just what is allowed',
    say(answer('HTTP/1.1 200 OK', 'Content-Length: 100000', '', 'x'.repeat(100_000))),
    `200 ${'x'.repeat(40)}`,
  ],
  [
    'says that its body is compressed',
    say(answer('HTTP/1.1 200 OK', 'Content-Encoding: gzip', 'Content-Length: 2', '', 'ok')),
    '200 ok',
  ],
  ['ends chunks with trailers', say(`${chunked}2\r\nok\r\n0\r\nX-Evil: 1\r\n\r\n`), '200 ok'],
  ['extends its chunks', say(`${chunked}2;name=value\r\nok\r\n0\r\n\r\n`), '200 ok'],
  ['answers byte by byte', dribble(ok), '200 ok'],
];

/** The same, but nothing comes of it before the request's time is up. */
const silences: readonly (readonly [string, Act])[] = [
  ['does not answer', () => undefined],
  ['stops within its first line', say('HTTP/1.1 20')],
  ['stops after Continue', say(continued)],
  ['stops within its headers', say('HTTP/1.1 200 OK\r\nX: y\r\n')],
  ['stops within its body', say(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'abc'))],
  ['stops within a chunk', say(`${chunked}5\r\nabc`)],
];

/** Of each request after it, whatever it left on its connections, the answer is its own. */
async function expectOwnAnswers(title: string): Promise<void> {
  container.act = echo;
  const tags = Array.from({ length: 3 }, (_, at) => `${title} ${at}`.slice(0, 36));
  expect(await Promise.all(tags.map((tag) => ask(tag)))).toEqual(tags.map((tag) => `200 ${tag}`));
}

describe('a container that', () => {
  it.each(behaviours)('%s', async (title, act, expected) => {
    container.act = act;
    expect(await ask('BODY')).toBe(expected);
    await expectOwnAnswers(title);
  });

  it.each(silences)('%s: the time of the request ends', async (title, act) => {
    container.act = act;
    expect(await ask('BODY', 100)).toBe('timeout');
    await expectOwnAnswers(title);
  });

  it('answers no request loses its connection', async () => {
    const stray = Promise.withResolvers<void>();
    container.act = (socket) => {
      say(ok)(socket, '');
      setTimeout(
        () => socket.write(answer('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'STRAY'), () => stray.resolve()),
        20,
      );
    };
    expect(await ask('BODY')).toBe('200 ok');
    await stray.promise;
    // It has arrived once a connection that was opened later has answered.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expectOwnAnswers('stray');
  });

  it('breaks off anywhere never gives a whole answer', async () => {
    const head = answer('HTTP/1.1 200 OK', 'Content-Type: text/csv', 'Content-Length: 64', '', '');
    const whole = head + 'y'.repeat(64);
    for (let cut = 0; cut < whole.length; cut++) {
      container.act = sayAndClose(whole.slice(0, cut));
      expect(await ask('BODY'), `cut at ${cut}`).not.toMatch(/^200/);
    }
  });

  it('breaks off within its chunks anywhere never gives a whole answer', async () => {
    const whole = `${chunked}20\r\n${'y'.repeat(32)}\r\n10\r\n${'z'.repeat(16)}\r\n0\r\n\r\n`;
    for (let cut = 0; cut < whole.length; cut++) {
      container.act = cut % 2 === 0 ? sayAndClose(whole.slice(0, cut)) : sayAndReset(whole.slice(0, cut));
      expect(await ask('BODY'), `cut at ${cut}`).not.toMatch(/^200/);
    }
  });
});
