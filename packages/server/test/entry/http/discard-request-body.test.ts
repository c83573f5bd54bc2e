import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discardRequestBody } from '../../../src/entry/http/discard-request-body.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A request whose client sends on command; a second is the silence allowed, ten a window, of at least 50 bytes. */
function request() {
  const stream = new PassThrough();
  const state = { done: 0 };
  const limits = { maxSilenceMs: 1_000, windowMs: 10_000, minBytes: 50, maxBytes: 1_000, freePieces: 100 };
  discardRequestBody(stream as unknown as IncomingMessage, () => state.done++, limits);
  return {
    state,
    stream,
    /** Half a second, then so many bytes; so often. */
    send: async (times: number, bytes: number) => {
      for (let at = 0; at < times; at++) {
        vi.advanceTimersByTime(500);
        stream.write(Buffer.alloc(bytes));
        await new Promise(setImmediate);
      }
    },
  };
}

describe('discardRequestBody()', () => {
  it('waits longer than its window for a client that keeps sending, and ends with the request', async () => {
    const { state, stream, send } = request();
    await send(90, 5); // 45 seconds, 100 bytes in each window
    expect(state.done).toBe(0);
    stream.end();
    await new Promise(setImmediate);
    expect(state.done).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(state.done).toBe(1);
  });

  it('does not wait for a client that sends byte by byte', async () => {
    const { state, send } = request();
    // 100 pieces are free, and each 128 bytes give one more: 306 bytes are 2.39 pieces, 309 are 2.41.
    await send(102, 3);
    expect(state.done).toBe(0);
    await send(1, 3);
    expect(state.done).toBe(1);
  });

  it('does not wait for a client that is slow: fewer bytes in a window than there must be', async () => {
    const { state, send } = request();
    await send(19, 2);
    expect(state.done).toBe(0);
    await send(1, 2);
    expect(state.done).toBe(1);
  });

  it('does not wait for a client that is silent', async () => {
    const { state, send } = request();
    await send(4, 10);
    vi.advanceTimersByTime(999);
    expect(state.done).toBe(0);
    vi.advanceTimersByTime(1);
    expect(state.done).toBe(1);
  });

  it('does not wait for a client that sends more than any request may have', async () => {
    const { state, send } = request();
    await send(2, 500);
    expect(state.done).toBe(0);
    await send(1, 1);
    expect(state.done).toBe(1);
  });
});
