import { describe, expect, it } from 'vitest';
import { isHeld, kneeOf, nextRate, type RateStep } from '../../../src/entry/cli/load/knee.ts';

interface Tried {
  readonly answered?: number;
  readonly failed?: number;
  readonly unsent?: number;
  readonly p99?: number;
}

/** A rate tried for a second. */
function step(perSecond: number, { answered = perSecond, failed = 0, unsent = 0, p99 = 1_000 }: Tried = {}): RateStep {
  const latency = { meanMicros: 0, percentiles: { '99': p99 }, maxMicros: p99 };
  return { perSecond, figures: { perSecond: answered, requests: perSecond - unsent, failed, unsent, latency } };
}

/** An endpoint that holds rates up to `most`. */
const upTo = (most: number) => (perSecond: number) => step(perSecond, perSecond > most ? { answered: most } : {});

function search(endpoint: (perSecond: number) => RateStep): RateStep[] {
  const steps: RateStep[] = [];
  for (let rate = nextRate(steps); rate !== undefined; rate = nextRate(steps)) steps.push(endpoint(rate));
  return steps;
}

describe('isHeld', () => {
  const base = step(50);

  it.each([
    ['all of it', step(100), true],
    ['95 of 100', step(100, { answered: 95 }), true],
    ['94 of 100', step(100, { answered: 94 }), false],
    ['1 % failed', step(100, { failed: 1 }), true],
    ['2 % failed', step(100, { failed: 2 }), false],
    ['1 failed and 1 unsent of 100', step(100, { failed: 1, unsent: 1 }), false],
    // The lowest rate has 1 ms; 21 ms is 20 more, which is above four times it.
    ['p99 of 21 ms beside 1 ms', step(100, { p99: 21_000 }), true],
    ['p99 of 22 ms beside 1 ms', step(100, { p99: 22_000 }), false],
  ])('%s', (_what, tried, held) => {
    expect(isHeld(tried, [base, tried])).toBe(held);
  });

  it('allows a slow endpoint four times the p99 of the lowest rate', () => {
    const slow = step(50, { p99: 100_000 });
    const [within, above] = [step(100, { p99: 400_000 }), step(100, { p99: 400_001 })];
    expect([isHeld(within, [slow, within]), isHeld(above, [slow, above])]).toEqual([true, false]);
  });
});

describe('nextRate', () => {
  it('doubles until it is too much twice, and then tries the geometric mean', () => {
    // 50, 100, ..., 1600 is more than 1000. Between 800 and 1600: sqrt(800 * 1600) = 1131, sqrt(800 * 1131) = 951, and
    // sqrt(951 * 1131) = 1037, of which 1000 are 96 %: held; 1131 / 1037 = 1.09.
    const steps = search(upTo(1000));
    expect(steps.map(({ perSecond }) => perSecond)).toEqual([
      50, 100, 200, 400, 800, 1600, 1600, 1131, 1131, 951, 1037,
    ]);
    expect(kneeOf(steps)).toBe(1037);
  });

  it('halves where the first rate is too much', () => {
    const steps = search(upTo(7));
    // 50, 25, 12, 6 holds; sqrt(6 * 12) = 8, sqrt(6 * 8) = 7 holds, sqrt(7 * 8) = 7 again.
    expect(steps.map(({ perSecond }) => perSecond)).toEqual([50, 50, 25, 25, 12, 12, 6, 8, 8, 7]);
    expect(kneeOf(steps)).toBe(7);
  });

  it('gives up below one request a second', () => {
    const steps = search((perSecond) => step(perSecond, { answered: 0 }));
    expect(steps.at(-1)?.perSecond).toBe(1);
    expect(kneeOf(steps)).toBe(0);
  });

  it('ends at the most that may be asked for', () => {
    const steps = search(upTo(Number.POSITIVE_INFINITY));
    expect(kneeOf(steps)).toBe(100_000);
  });

  it('tries a rate once more that was not held, and takes it if it is then', () => {
    const stalled = [step(50), step(100, { p99: 500_000 })];
    expect(nextRate(stalled)).toBe(100);
    expect([nextRate([...stalled, step(100)]), kneeOf([...stalled, step(100)])]).toEqual([200, 100]);
  });

  it('does not take a rate above one that was too much for the knee', () => {
    expect(kneeOf([step(50), step(100, { answered: 50 }), step(200)])).toBe(50);
  });
});
