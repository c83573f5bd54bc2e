import { describe, expect, it } from 'vitest';
import { BoundaryDrift } from '../../../src/serving/drift/boundary-drift.ts';
import { DataProfile } from '../../../src/serving/monitoring/analysis/data-profile.ts';
import { readStatistics } from '../../../src/serving/monitoring/analysis/read-statistics.ts';
import { statisticsFile } from '../../../src/serving/monitoring/analysis/statistics-file.ts';

/** Numbers from 0 to 1 (Lehmer's generator of MINSTD). */
function randomOf(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

type Draw = (random: () => number) => string;

/** By Box and Muller. */
const normal =
  (mean: number, deviation: number): Draw =>
  (random) =>
    String(mean + deviation * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
const exponential: Draw = (random) => String(-Math.log(random()));
const oneOf =
  (...names: string[]): Draw =>
  (random) =>
    names[Math.floor(random() * names.length)] ?? '';

const columns: Readonly<Record<string, Draw>> = {
  price: normal(100, 20),
  size: normal(0, 1),
  age: exponential,
  count: (random) => String(Math.floor(random() * 10)),
  kind: oneOf('a', 'a', 'a', 'b', 'c'),
  grade: oneOf('good', 'fair'),
};

/** What a column may turn into: distribution functions, or shares, that are a quarter apart at least. */
const shifts: readonly (readonly [string, Draw])[] = [
  ['price', normal(115, 20)],
  ['price', normal(100, 60)],
  ['size', normal(0.75, 1)],
  ['size', () => '0'],
  ['age', (random) => String(-Math.log(random()) / 2)],
  ['age', normal(2, 1)],
  ['count', (random) => String(Math.floor(random() ** 2 * 10))],
  ['kind', oneOf('a', 'b', 'c')],
  ['kind', oneOf('a', 'a', 'a', 'b', 'd')],
  ['grade', oneOf('good', 'good', 'good', 'fair')],
];

const rows = 3000;

function* draw(seed: number, changed: Readonly<Record<string, Draw>> = {}) {
  const random = randomOf(seed);
  const all = Object.entries({ ...columns, ...changed });
  for (let at = 0; at < rows; at++) yield new Map(all.map(([name, next]) => [name, next(random)] as const));
}

async function driftedOf(seed: number, changed?: Readonly<Record<string, Draw>>): Promise<string[]> {
  const profile = new DataProfile();
  for (const row of draw(seed)) profile.add(row);
  const boundary = new BoundaryDrift({ name: 'endpoint', baseline: readStatistics(statisticsFile(profile)) });
  for (const row of draw(seed + 1000, changed)) boundary.add(row);
  const { columns: found } = await boundary.describe();
  return found.filter(({ verdict }) => verdict === 'drifted').map(({ column }) => column);
}

describe('BoundaryDrift', () => {
  it('finds each of 20 shifts, and nothing else', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [column, next] = shifts[seed % shifts.length] ?? ['price', exponential];
      expect(await driftedOf(seed, { [column]: next }), `seed ${seed}`).toEqual([column]);
    }
  });

  it('makes no alarm where nothing has shifted, 20 times', async () => {
    for (let seed = 101; seed <= 120; seed++) expect(await driftedOf(seed), `seed ${seed}`).toEqual([]);
  });

  it('takes the first 2,000 rows as its baseline where there is none, and says nothing of fewer than 200 after them', async () => {
    const boundary = new BoundaryDrift({ name: 'a', baseline: undefined });
    const add = (count: number, value: string) => {
      for (let at = 0; at < count; at++) boundary.add(new Map([['x', value]]));
    };
    add(1999, '1');
    expect(await boundary.describe()).toMatchObject({ baseline: 'gathering', rows: 1999 });
    add(1, '1');
    add(199, '2');
    expect(await boundary.describe()).toMatchObject({
      baseline: 'first rows',
      rows: 199,
      columns: [{ column: 'x', verdict: 'too few rows', ks: 1, distinct: 1 }],
    });
    add(1, '2');
    expect((await boundary.describe()).columns).toMatchObject([{ verdict: 'drifted', values: 200 }]);
  });

  it('shows the window before while the new one has too few rows', async () => {
    const boundary = new BoundaryDrift({ name: 'a', baseline: new Map() });
    const add = (count: number) => {
      for (let at = 0; at < count; at++) boundary.add(new Map([['x', '1']]));
    };
    add(300);
    boundary.endWindow();
    add(100);
    expect((await boundary.describe()).rows).toBe(300);
    add(200);
    expect((await boundary.describe()).rows).toBe(300);
    add(50);
    expect(await boundary.describe()).toMatchObject({ rows: 350, columns: [{ verdict: 'not compared' }] });
  });
});
