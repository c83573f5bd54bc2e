import { describe, expect, it } from 'vitest';
import { ConcurrentLane } from '../../../../src/serving/container/dispatch/lane.ts';
import { maxSessions, readSessionId, Sessions } from '../../../../src/serving/container/dispatch/sessions.ts';
import { FakeWorker } from './fake-worker.ts';

const answer = (more: object) => ({ status: 200, body: Buffer.from(''), ...more });

async function open() {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sessions = new Sessions<FakeWorker>(() => now);
  const [one, other] = [new FakeWorker(() => undefined), new FakeWorker(() => undefined)];
  await one.start();
  await other.start();
  other.pid = 2;
  const [lane, otherLane] = [new ConcurrentLane(one), new ConcurrentLane(other)];
  const begin = (sessionId: string, of = lane) =>
    sessions.note('NEW_SESSION', answer({ sessionId }), { lane: of, pid: of.worker.pid });
  const refusal = (id: string) => {
    try {
      return sessions.laneOf(id);
    } catch (error) {
      return (error as Error).message;
    }
  };
  return { sessions, lane, otherLane, one, begin, refusal, passTo: (text: string) => (now = Date.parse(text)) };
}

describe('sessions', () => {
  it('go to the worker that began them, and ids that none gave to any', async () => {
    const { sessions, lane, otherLane, begin } = await open();
    begin('a; Expires=2026-01-01T01:00:00Z');
    begin('b', otherLane);
    expect([sessions.laneOf('a'), sessions.laneOf('b')]).toEqual([lane, otherLane]);
    expect([sessions.laneOf('c'), sessions.laneOf('NEW_SESSION'), sessions.laneOf(undefined)]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
  });

  it('are refused by name when they were closed, expired, or went with their process', async () => {
    const { sessions, lane, one, begin, refusal, passTo } = await open();
    begin('closed');
    begin('late; Expires=2026-01-01T01:00:00Z');
    begin('lost');
    sessions.note('closed', answer({ closedSessionId: 'closed' }), { lane, pid: 1 });
    passTo('2026-01-01T01:00:00Z');
    expect(refusal('closed')).toContain('Session closed cannot be continued: it has been closed.');
    expect(refusal('late')).toContain('it expired at 2026-01-01T01:00:00.000Z.');
    expect(refusal('lost')).toBe(lane);
    one.pid = 7;
    expect(refusal('lost')).toContain(
      'the replica that had it is gone. Begin a new one with the session ID NEW_SESSION.',
    );
  });

  it('are closed and never taken over', async () => {
    const { sessions, lane, otherLane, begin, refusal } = await open();
    begin('a');
    begin('a', otherLane);
    sessions.note('b', answer({ closedSessionId: 'a' }), { lane: otherLane, pid: 2 });
    expect(refusal('a')).toBe(lane);
  });

  it('are forgotten from the oldest on, if a container begins too many', async () => {
    const { sessions, lane, begin } = await open();
    for (let at = 0; at <= maxSessions; at++) begin(`s${at}`);
    expect([sessions.laneOf('s0'), sessions.laneOf('s1')]).toEqual([undefined, lane]);
  });

  it.each([
    ['s; Expires=2026-01-01T00:00:01Z', 's', Date.UTC(2026, 0, 1, 0, 0, 1)],
    ['s', 's', Infinity],
    ['s; Expires=soon', 's', Infinity],
  ])('reads %s', (text, id, expiresAt) => {
    expect(readSessionId(text)).toEqual({ id, expiresAt });
  });
});
