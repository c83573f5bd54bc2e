import { describe, expect, it } from 'vitest';
import { simulateScaling } from '../../support/simulated-scaling.ts';

const hour = (load: number) => Array.from({ length: 60 }, () => load);
/** 280 requests a minute, twice as many, half of that, none, and 280 again: an hour each. */
const day = [280, 560, 280, 0, 280].flatMap(hour);
const bounds = { target: 100, min: 1, max: 20 };
const shown = (steps: ReturnType<typeof simulateScaling>) =>
  steps.map(({ minute, from, to }) => `${minute}: ${from} -> ${to}`);

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('a load that doubles, halves, stops and returns', () => {
  it('has the instances that its target asks for, each change after the minutes that it takes', () => {
    expect(shown(simulateScaling({ ...bounds, load: day }))).toEqual([
      // Three minutes above 100: ceil(1 * 280 / 100) = 3, and 280 / 3 = 93 is between 90 and 100.
      '3: 1 -> 3',
      // ceil(3 * 186.7 / 100) = 6.
      '63: 3 -> 6',
      // Fifteen minutes below 90, then one at a time: a quarter of 6 is 1.5. 300 seconds after each change has ended the next.
      '135: 6 -> 5',
      '141: 5 -> 4',
      '147: 4 -> 3',
      '195: 3 -> 2',
      '201: 2 -> 1',
      '243: 1 -> 3',
    ]);
  });

  it('sleeps where it may, and is woken by the first request', () => {
    expect(shown(simulateScaling({ ...bounds, min: 0, load: day })).slice(-5)).toEqual([
      '195: 3 -> 2',
      '201: 2 -> 1',
      '207: 1 -> 0',
      '240: 0 -> 1',
      // The minutes before were zeros: three above 100 end with the 243rd.
      '243: 1 -> 3',
    ]);
  });

  it('does not flap by noise of 3 %: one change an hour after it has settled is none', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seeded(seed * 7919);
      const load = day.map((requests) => requests * (0.97 + 0.06 * random()));
      expect(shown(simulateScaling({ ...bounds, load })).length, `seed ${seed}`).toBe(8);
    }
  });

  it('changes once in a cooldown at most, and never turns within one, by noise of 50 %', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seeded(seed * 7919);
      const load = day.map((requests) => requests * (0.5 + random()));
      const steps = simulateScaling({ ...bounds, load });
      for (const [at, { minute, from, to }] of steps.entries()) {
        const before = steps[at - 1];
        if (before === undefined) continue;
        // 300 seconds from the end of a change, which takes 20: six minutes. Only more may be added to what was added, or after what was taken.
        const isSooner = minute - before.minute < 6;
        if (isSooner) expect(to, `seed ${seed}, minute ${minute}`).toBeGreaterThan(from);
        expect([to >= 1, to <= 20]).toEqual([true, true]);
      }
    }
  });

  it('stays as it is where nothing is measured', () => {
    const gap = Array.from({ length: 60 }, () => undefined);
    expect(shown(simulateScaling({ ...bounds, load: [...hour(280), ...gap, ...hour(280)] }))).toEqual(['3: 1 -> 3']);
  });
});
