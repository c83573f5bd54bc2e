import { describe, expect, it } from 'vitest';
import { answerRows } from '../../../src/serving/shadow/answer-rows.ts';
import { QuantileSketch } from '../../../src/serving/shadow/quantile-sketch.ts';
import { RunningMean } from '../../../src/serving/shadow/running-mean.ts';
import { ShadowComparison } from '../../../src/serving/shadow/shadow-comparison.ts';

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Verdict {
  readonly verdict: string;
  readonly rows: { compared: number; equal: number; shareEqual: number; shareDifferentAtMost?: number };
  readonly columns: Record<
    string,
    { equal: number; difference?: { mean: number; absolute: { max: number; p50: number } }; changes?: unknown }
  >;
  readonly latency: { verdict: string; differenceMs: { mean: number; interval95?: number[] } };
  readonly firstDifferences: { requestId: string; row: number; columns: { column: string }[] }[];
  readonly requests: unknown;
}

const csv = (rows: readonly (readonly (number | string)[])[], ms = 1) => ({
  body: Buffer.from(rows.map((row) => `${row.join(',')}\n`).join('')),
  contentType: 'text/csv; charset=utf-8',
  ms,
});
const verdictOf = (comparison: ShadowComparison) => comparison.describe() as Verdict;

/** 100 requests of five rows of a score and a label. `change` makes the shadow's of the production variant's. */
function compare(seed: number, change: (row: [number, string], index: number) => [number, string]): Verdict {
  const random = seeded(seed);
  const comparison = new ShadowComparison();
  for (let request = 0; request < 100; request++) {
    const rows = [0, 1, 2, 3, 4].map((): [number, string] => [random(), random() < 0.5 ? 'no' : 'yes']);
    const changed = rows.map((row, at) => change([...row], request * 5 + at));
    comparison.add({ id: `r${request}`, production: csv(rows), shadow: csv(changed, 1 + random()) });
  }
  return verdictOf(comparison);
}

describe('the verdict on a shadow', () => {
  it.each(Array.from({ length: 20 }, (_, at) => at + 1))('of equal answers is equal, seed %i', (seed) => {
    const { verdict, rows, columns, firstDifferences } = compare(seed, (row) => row);
    expect(verdict).toBe('equal');
    // Rule of three: 3 / 500.
    expect(rows).toEqual({ compared: 500, equal: 500, shareEqual: 1, shareDifferentAtMost: 0.006 });
    expect(columns['1']?.difference?.absolute.max).toBe(0);
    expect(firstDifferences).toEqual([]);
  });

  it.each(Array.from({ length: 20 }, (_, at) => at + 1))(
    'of one different row in 500 is different, seed %i',
    (seed) => {
      const index = Math.floor(seeded(seed)() * 500);
      const isScore = seed % 2 === 0;
      const { verdict, rows, columns, firstDifferences } = compare(seed, ([score, label], at) => {
        if (at !== index) return [score, label];
        return isScore ? [score + 0.25, label] : [score, 'maybe'];
      });
      expect(verdict).toBe('different');
      expect(rows).toEqual({ compared: 500, equal: 499, shareEqual: 0.998 });
      const column = isScore ? '1' : '2';
      expect(columns[column]?.equal).toBe(499);
      expect(columns[isScore ? '2' : '1']?.equal).toBe(500);
      expect(firstDifferences).toHaveLength(1);
      expect(firstDifferences[0]).toMatchObject({
        requestId: `r${Math.floor(index / 5)}`,
        row: (index % 5) + 1,
        columns: [{ column }],
      });
      if (isScore) expect(columns['1']?.difference?.absolute.max).toBeCloseTo(0.25, 12);
      else expect(columns['2']?.changes).toEqual([{ change: expect.stringMatching(/ -> maybe$/) as string, count: 1 }]);
    },
  );

  it('says how far a column is off', () => {
    const { columns } = compare(7, ([score, label]) => [score + 2, label]);
    expect(columns['1']?.difference?.mean).toBeCloseTo(2, 9);
    expect(Math.abs((columns['1']?.difference?.absolute.p50 ?? 0) - 2)).toBeLessThan(0.02);
  });

  it('on latency rests on the interval of the mean difference', () => {
    // The shadow takes longer by a number in [0, 1): 0.5 on average, standard deviation 0.289; of 100, +-0.057.
    const { latency } = compare(3, (row) => row);
    expect(latency.verdict).toBe('slower');
    const [low = 0, high = 0] = latency.differenceMs.interval95 ?? [];
    expect(low).toBeGreaterThan(0.3);
    expect(high).toBeLessThan(0.7);
    expect(high - low).toBeCloseTo((2 * 1.96 * 0.289) / 10, 1);
  });

  it('reports failures, dropped copies and missing rows', () => {
    const comparison = new ShadowComparison();
    expect(verdictOf(comparison).verdict).toBe('nothing compared');
    comparison.drop();
    comparison.add({ id: 'r', production: csv([[1], [2]]), shadow: csv([[1]]) });
    comparison.fail('it does not answer');
    expect(verdictOf(comparison)).toMatchObject({
      verdict: 'different',
      requests: { compared: 1, failed: 1, dropped: 1 },
      failures: ['it does not answer'],
      rows: { compared: 2, equal: 1 },
      firstDifferences: [{ row: 2, columns: [{ column: '1', production: '2' }] }],
      latency: { verdict: 'too few requests' },
    });
  });
});

describe('answerRows()', () => {
  const rows = (contentType: string, text: string) =>
    answerRows({ body: Buffer.from(text), contentType }).map((row) => Object.fromEntries(row));
  it.each([
    [
      'text/csv',
      '0.50,"a,b"\n1,\r\n',
      [
        { 1: 0.5, 2: 'a,b' },
        { 1: 1, 2: '' },
      ],
    ],
    [
      'application/json',
      '{"predictions":[{"score":1,"p":[0.5,0.5]},{"score":2}]}',
      [{ score: 1, 'p.0': 0.5, 'p.1': 0.5 }, { score: 2 }],
    ],
    ['application/json', '[1,null]', [{ value: 1 }, { value: 'null' }]],
    ['application/jsonlines', '{"a":true}\n{"a":2}\n', [{ a: 'true' }, { a: 2 }]],
    ['application/json', '{broken', [{ body: '{broken' }]],
    ['text/plain', '1,2', [{ body: '1,2' }]],
  ])('reads %s %s', (contentType, text, expected) => {
    expect(rows(contentType, text)).toEqual(expected);
  });
});

describe('QuantileSketch', () => {
  it('is within 1 % of the quantiles of 1 to 1,000, and of zeros', () => {
    const sketch = new QuantileSketch();
    for (let value = 1; value <= 1000; value++) sketch.add(value);
    for (const share of [0.01, 0.5, 0.9, 0.99, 1])
      expect(Math.abs(sketch.quantile(share) / (share * 1000) - 1)).toBeLessThanOrEqual(0.01);
    for (let at = 0; at < 9000; at++) sketch.add(0);
    expect([sketch.quantile(0.9), sketch.max]).toEqual([0, 1000]);
    expect(new QuantileSketch().quantile(0.5)).toBe(0);
  });
});

describe('RunningMean', () => {
  it('has the mean and its interval by arithmetic', () => {
    const mean = new RunningMean();
    // 0 and 2 in turn: mean 1, variance 50/49 of 50 numbers.
    for (let at = 0; at < 50; at++) mean.add((at % 2) * 2);
    const half = 1.96 * Math.sqrt(50 / 49 / 50);
    expect(mean.mean).toBeCloseTo(1, 12);
    expect(mean.interval?.[0]).toBeCloseTo(1 - half, 12);
    expect(mean.interval?.[1]).toBeCloseTo(1 + half, 12);
  });
});
