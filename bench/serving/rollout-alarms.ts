/**
 * How soon the alarms that compare both configurations of a rollout are raised, and how often without a cause:
 * `sh scripts/with-node.sh --conditions=source bench/serving/rollout-alarms.ts [runs]`. Requests are drawn from seeds, 20,000 of each run; no server is
 * asked, so the figures are the same everywhere.
 */
import { builtInAlarms, SplitMonitor } from '../../packages/server/src/serving/endpoint/traffic/split-monitor.ts';
import { median, printTable, type Row } from '../harness.ts';

const runs = Number(process.argv[2] ?? 40);
const requests = 20_000;

interface Version {
  readonly failing: number;
  /** Answers take between 1 and 2 ms; this share of them ten times as long. */
  readonly slow: number;
}

const good: Version = { failing: 0, slow: 0.01 };
const usual: Version = { failing: 0.01, slow: 0.01 };
const cases: Readonly<Record<string, readonly [former: Version, next: Version]>> = {
  'both alike, no failures': [good, good],
  'both alike, 1 % fail': [usual, usual],
  'both alike, 20 % fail': [
    { ...usual, failing: 0.2 },
    { ...usual, failing: 0.2 },
  ],
  'all fail': [usual, { ...usual, failing: 1 }],
  '5 % fail, 1 % before': [usual, { ...usual, failing: 0.05 }],
  '2 % fail, 1 % before': [usual, { ...usual, failing: 0.02 }],
  '1 % fail, none before': [good, { ...good, failing: 0.01 }],
  '10 % slow, 1 % before': [good, { ...good, slow: 0.1 }],
};

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** After how many requests an alarm was raised, and how many of the new one had failed; undefined for none. */
function raised([former, next]: readonly [Version, Version], share: number, seed: number) {
  const random = seeded(seed);
  const monitor = new SplitMonitor(builtInAlarms);
  let failed = 0;
  for (let at = 1; at <= requests; at++) {
    const isNew = random() < share;
    const version = isNew ? next : former;
    const hasFailed = random() < version.failing;
    if (hasFailed && isNew) failed++;
    monitor.note({ isNew, share, hasFailed, ms: (1 + random()) * (random() < version.slow ? 10 : 1) });
    if (monitor.raised !== undefined) return { at, failed };
  }
  return undefined;
}

const medianOf = (numbers: readonly number[]) => (numbers.length === 0 ? '' : median(numbers));
const rows = Object.entries(cases).flatMap(([name, versions]) =>
  [0.1, 0.5].map((share): Row => {
    const found = Array.from({ length: runs }, (_, at) => raised(versions, share, 1000 + at * 77)).filter(
      (each) => each !== undefined,
    );
    return {
      name: `${name}, share ${share}`,
      runs,
      raised: found.length,
      'median requests': medianOf(found.map(({ at }) => at)),
      'failed by then': medianOf(found.map(({ failed }) => failed)),
    };
  }),
);
printTable(`Alarms of rollouts, ${requests} requests each`, rows);
