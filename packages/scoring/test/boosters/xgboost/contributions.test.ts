import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';
import type { DenseRows } from '../../../src/frame/feature-rows.ts';
import { denseRows, goldenFolder, readGolden, readNumbers } from './golden-rows.ts';

const has = (name: string, file: string) => existsSync(join(goldenFolder, name, file));
const cases = readdirSync(goldenFolder).filter((name) => has(name, 'expected-contributions.csv'));

function firstRows(rows: DenseRows, most: number): DenseRows {
  const rowCount = Math.min(rows.rowCount, most);
  return { ...rows, rowCount, values: rows.values.subarray(0, rowCount * rows.columnCount) };
}

describe.each(cases)('contributions() of %s', (name) => {
  const form = ['model.ubj', 'model.json', 'xgboost-model'].find((file) => has(name, file)) as string;
  const model = loadXgboost(readGolden(name, form));
  const rows = firstRows(denseRows(name), 20);
  const shares = model.contributions(rows);

  it("are the library's pred_contribs", () => {
    const wanted = readNumbers(name, 'expected-contributions.csv');
    const width = wanted.length / rows.rowCount;
    expect(shares).toHaveLength(wanted.length);
    // The library holds its shares in float32: compared with the largest of the row.
    for (let row = 0; row < rows.rowCount; row++) {
      const own = wanted.slice(row * width, (row + 1) * width);
      const largest = Math.max(...own.map(Math.abs));
      const found = Array.from(shares.subarray(row * width, (row + 1) * width), (share) => share / largest);
      expect(found, `row ${row}`).toEqual(own.map((share) => expect.closeTo(share / largest, 5) as number));
    }
  });

  it('add up to the margin', () => {
    const margins = model.margin(rows);
    const width = shares.length / margins.length;
    margins.forEach((margin, at) => {
      const sum = shares.subarray(at * width, (at + 1) * width).reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(margin, 3);
    });
  });
});

it('contributions of a linear booster are refused by name', () => {
  const model = loadXgboost(readGolden('gblinear-3.2', 'model.ubj'));
  expect(() => model.contributions(firstRows(denseRows('gblinear-3.2'), 1))).toThrow(
    /which this gblinear model does not have/,
  );
});
