import { describe, expect, it } from 'vitest';
import { keepBusy } from '../../../src/entry/cli/load/keep-busy.ts';
import type { Outcome } from '../../../src/entry/cli/load/load-sender.ts';
import { LoadTally } from '../../../src/entry/cli/load/load-tally.ts';
import { maxOutstanding, offerLoad } from '../../../src/entry/cli/load/offer-load.ts';
import { dueAt, requestsOf } from '../../../src/entry/cli/load/schedule.ts';

const good: Outcome = { status: 200, message: undefined };

it('spreads requests evenly', () => {
  // 250 a second: one every 4 ms.
  const schedule = { perSecond: 250, seconds: 2 };
  expect(requestsOf(schedule)).toBe(500);
  expect([0, 1, 250, 499].map((at) => dueAt(at, schedule))).toEqual([0, 4, 1000, 1996]);
});

describe('offerLoad', () => {
  it('counts what requests waited that were due during a stall', async () => {
    // Nothing is answered for 300 ms, then everything at once. Of 500 requests, one each millisecond, the one due at 250 ms
    // waits 50 ms at least: so does half of them. A client that waits for answers would have one slow request.
    let waiting: (() => void)[] | undefined = [];
    setTimeout(() => {
      const stalled = waiting ?? [];
      waiting = undefined;
      for (const answer of stalled) answer();
    }, 300);
    const send = (done: (outcome: Outcome) => void) => {
      if (waiting === undefined) setImmediate(() => done(good));
      else waiting.push(() => done(good));
    };
    const figures = await offerLoad(send, { perSecond: 1000, seconds: 0.5 }, new LoadTally());
    expect(figures).toMatchObject({ requests: 500, failed: 0, unsent: 0 });
    expect(figures.latency.percentiles['50']).toBeGreaterThan(45_000);
  });

  it('lasts as long as was said, also where the last request is answered before', async () => {
    // 2 requests, due at 0 and 0.05 s: 20 a second for a tenth of one.
    const figures = await offerLoad((done) => done(good), { perSecond: 20, seconds: 0.1 }, new LoadTally());
    expect([figures.requests, figures.seconds >= 0.1, figures.perSecond <= 20]).toEqual([2, true, true]);
  });

  it('has a bounded number under way, and says what was never sent or answered', async () => {
    let sent = 0;
    const send = () => {
      sent++;
    };
    const figures = await offerLoad(send, { perSecond: 10_000, seconds: 0.1 }, new LoadTally());
    expect(sent).toBe(maxOutstanding);
    expect(figures).toMatchObject({ failed: maxOutstanding, unsent: 1000 - maxOutstanding });
    expect(figures.errors).toMatchObject([{ status: 0, count: maxOutstanding }]);
  });
});

it('keepBusy has that many requests under way, and ends when they are answered', async () => {
  let underWay = 0;
  let most = 0;
  const send = (done: (outcome: Outcome) => void) => {
    most = Math.max(most, ++underWay);
    setTimeout(() => {
      underWay--;
      done(good);
    }, 1);
  };
  const figures = await keepBusy(send, { count: 3, seconds: 0.05 }, new LoadTally());
  expect([most, underWay]).toEqual([3, 0]);
  expect(figures.requests).toBeGreaterThan(2);
});

it('LoadTally counts errors by status and container', () => {
  const tally = new LoadTally();
  const refused = (place: string) => ({ status: 424, message: `Received client error. It is container ${place} (…)` });
  for (const outcome of [refused('2 of 3'), refused('1 of 3'), refused('2 of 3'), { status: 429, message: 'slow' }])
    tally.add(outcome, 0, 0);
  expect(tally.figures(2)).toMatchObject({ requests: 4, failed: 4, perSecond: 0, latency: { maxMicros: 0 } });
  const counts = tally.figures(2).errors.map(({ status, container, count }) => [status, container, count]);
  expect(counts).toEqual([
    [424, '2 of 3', 2],
    [424, '1 of 3', 1],
    [429, undefined, 1],
  ]);
});
