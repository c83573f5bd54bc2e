import { describe, expect, it, vi } from 'vitest';
import type { Exchange, Refusal } from '../../../src/entry/http/exchange.ts';
import { FailureLog } from '../../../src/entry/http/failure-log.ts';
import type { Logger } from '../../../src/platform/observe/logger.ts';

type Written = readonly [level: string, facts: object, message: string];

/** A log that keeps its lines. */
function keepingLog(): { readonly log: Logger; readonly lines: Written[] } {
  const lines: Written[] = [];
  const at = (level: string) => (facts: object, message: string) => lines.push([level, facts, message]);
  const log = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, at(level)]));
  return { log: log as unknown as Logger, lines };
}

const exchange = {
  requestId: 'id-1',
  request: { method: 'GET', url: '/a/b?X-Amz-Signature=secret', headers: { 'x-amz-target': 'S.Op' } },
} as unknown as Exchange;
const refusal: Refusal = { status: 400, code: 'C', message: 'no', facts: { row: 2 } };
const facts = { requestId: 'id-1', method: 'GET', path: '/a/b', target: 'S.Op', code: 'C', row: 2, reason: 'no' };

describe('FailureLog', () => {
  it('says which request it was, why it failed, and whose matter that is', () => {
    const { log, lines } = keepingLog();
    const failures = new FailureLog(log);
    for (const status of [400, 424, 503]) failures.refused(exchange, { ...refusal, status });
    expect(lines).toEqual([
      ['info', { ...facts, status: 400 }, 'request refused'],
      ['warn', { ...facts, status: 424 }, 'request failed'],
      ['warn', { ...facts, status: 503 }, 'request failed'],
    ]);
  });

  it('names the cause where the client gets other words, and none twice', () => {
    const { log, lines } = keepingLog();
    const failures = new FailureLog(log);
    failures.refused(exchange, refusal, new Error('connection refused'));
    failures.refused(exchange, refusal, new Error('no'));
    expect(lines.map(([, { cause }]: readonly [string, { cause?: string }, string]) => cause)).toEqual([
      'connection refused',
      undefined,
    ]);
  });

  it('has no line for what is no failure, such as 304', () => {
    const { log, lines } = keepingLog();
    new FailureLog(log).refused(exchange, { ...refusal, status: 304 });
    expect(lines).toEqual([]);
  });

  it('says how many were left out though nothing fails any more', () => {
    vi.useFakeTimers();
    try {
      const { log, lines } = keepingLog();
      const failures = new FailureLog(log, () => 5_000);
      for (let count = 0; count < 103; count++) failures.refused(exchange, refusal);
      vi.advanceTimersByTime(1_000);
      expect(lines.slice(100)).toEqual([
        ['warn', { count: 3 }, 'more requests failed in one second than get a line each'],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('counts what exceeds 100 lines in a second', () => {
    const { log, lines } = keepingLog();
    let now = 5_000;
    const failures = new FailureLog(log, () => now);
    for (let count = 0; count < 1_000; count++) failures.refused(exchange, refusal);
    expect(lines).toHaveLength(100);
    now = 6_001;
    failures.refused(exchange, refusal);
    expect(lines.slice(100)).toEqual([
      ['warn', { count: 900 }, 'more requests failed in one second than get a line each'],
      ['info', { ...facts, status: 400 }, 'request refused'],
    ]);
  });
});
