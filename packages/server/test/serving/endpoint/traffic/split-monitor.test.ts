import { describe, expect, it } from 'vitest';
import { OddsTest } from '../../../../src/serving/endpoint/traffic/odds-test.ts';
import {
  type BuiltInAlarm,
  builtInAlarms,
  SplitMonitor,
} from '../../../../src/serving/endpoint/traffic/split-monitor.ts';

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Version {
  readonly failing: number;
  /** Answers take between 1 and 2 ms; this share of them ten times as long. */
  readonly slow: number;
}

interface Traffic {
  readonly former: Version;
  readonly next: Version;
  readonly share: number;
  readonly seed: number;
  readonly alarms?: readonly BuiltInAlarm[];
}

/** The request at which an alarm is raised, of 20,000; undefined for none. */
function raisedAt({ former, next, share, seed, alarms = builtInAlarms }: Traffic): number | undefined {
  const random = seeded(seed);
  const monitor = new SplitMonitor(alarms);
  for (let request = 1; request <= 20_000; request++) {
    const isNew = random() < share;
    const { failing, slow } = isNew ? next : former;
    const hasFailed = random() < failing;
    const ms = (1 + random()) * (random() < slow ? 10 : 1);
    monitor.note({ isNew, share, hasFailed, ms });
    if (monitor.raised !== undefined) return request;
  }
  return undefined;
}

const seeds = Array.from({ length: 40 }, (_, at) => 1000 + at * 77);
const good = { failing: 0.01, slow: 0 };

describe('the alarms that compare both versions', () => {
  it.each([0.05, 0.1, 0.5])('are not raised by equal ones that fail now and then, at a share of %d', (share) => {
    expect(seeds.map((seed) => raisedAt({ former: good, next: good, share, seed }))).toEqual(
      seeds.map(() => undefined),
    );
  });

  it('are not raised by one that is better', () => {
    const former = { failing: 0.2, slow: 0.2 };
    expect(seeds.map((seed) => raisedAt({ former, next: good, share: 0.1, seed }))).toEqual(seeds.map(() => undefined));
  });

  it('are raised without a cause in one rollout of a thousand at most, of 2,000 at equal odds', () => {
    let raised = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const random = seeded(seed * 7919);
      const test = new OddsTest();
      for (let event = 0; event < 500; event++) {
        test.add(random() < 0.1, 0.1);
        if (test.evidence < 1000) continue;
        raised++;
        break;
      }
    }
    // Ville's inequality: 2 of 2,000 are expected at most. 7 or more would come by chance with probability 0.0045 (Poisson, mean 2).
    expect(raised).toBeLessThan(7);
  });

  it('are raised within some failures by one that answers nothing', () => {
    for (const seed of seeds) {
      const at = raisedAt({ former: good, next: { failing: 1, slow: 0 }, share: 0.1, seed });
      // Of the first 200 requests about 20 fail there, and 2 elsewhere.
      expect(at).toBeLessThan(200);
    }
  });

  it('are raised by one that fails five times as often', () => {
    for (const seed of seeds)
      expect(raisedAt({ former: good, next: { failing: 0.05, slow: 0 }, share: 0.1, seed })).toBeLessThan(20_000);
  });

  it('are raised by one whose tail is longer, if that is asked for', () => {
    const next = { failing: 0, slow: 0.1 };
    for (const seed of seeds) {
      const traffic = { former: { failing: 0, slow: 0 }, next, share: 0.1, seed };
      expect(raisedAt(traffic)).toBeLessThan(20_000);
      expect(raisedAt({ ...traffic, alarms: ['catenary:errors'] })).toBeUndefined();
    }
  });
});

describe('OddsTest', () => {
  it('has the mean of the likelihood ratios as its evidence', () => {
    const test = new OddsTest();
    expect(test.evidence).toBe(1);
    test.add(true, 0.5);
    // Odds 2, 4 and 16 at a share of a half: probabilities 2/3, 4/5 and 16/17, each over a half.
    expect(test.evidence).toBeCloseTo((4 / 3 + 8 / 5 + 32 / 17) / 3, 12);
    test.add(false, 0.5);
    expect(test.evidence).toBeCloseTo(((4 / 3) * (2 / 3) + (8 / 5) * (2 / 5) + (32 / 17) * (2 / 17)) / 3, 12);
  });
});
