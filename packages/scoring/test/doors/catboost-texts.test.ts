import { describe, expect, it } from 'vitest';
import { type Cell, loadCatboost } from '../../src/index.ts';
import { goldenModels } from '../support/golden-models.ts';

const { read, numbersOf } = goldenModels('catboost', '.cbm');
const names = ['cats-combined', 'cats-classes', 'cats-logloss', 'cats-means', 'cats-one-hot', 'cats-depthwise'];

/** Rows of the golden files: categories as their texts, numbers as numbers. */
function rowsOf(name: string, categorical: readonly number[]): Cell[][] {
  return read(`${name}.input.csv`)
    .toString()
    .replace(/\n$/, '')
    .split('\n')
    .map((line) =>
      line.split(',').map((cell, at) => {
        if (categorical.includes(at)) return cell;
        return cell === 'nan' || cell === '' ? null : Number(cell);
      }),
    );
}

describe.each(names)('loadCatboost() of %s', (name) => {
  const model = loadCatboost(read(`${name}.cbm`));
  const rows = rowsOf(name, model.categoricalColumns);

  it('takes the texts of categories: every golden row is the library’s', () => {
    expect(model.categoricalColumns.length).toBeGreaterThan(0);
    expect(Array.from(model.margin(rows))).toEqual(numbersOf(`${name}.margin.csv`));
    const expected = numbersOf(`${name}.predict.csv`);
    model
      .predict(rows)
      .forEach((value, at) =>
        expect(Math.abs(value - (expected[at] as number))).toBeLessThanOrEqual(
          4e-15 * Math.abs(expected[at] as number),
        ),
      );
  });

  it('answers nothing where a categorical column has no category', () => {
    const { featureCount } = model;
    const at = model.categoricalColumns[0] as number;
    const dense = {
      kind: 'dense',
      values: new Float64Array(featureCount),
      rowCount: 1,
      columnCount: featureCount,
    } as const;
    expect(() => model.predict(dense)).toThrow('which rows of numbers cannot hold');
    for (const cell of [null, 0.5, Number.NaN, undefined as never]) {
      const row = rows[0]?.with(at, cell) as Cell[];
      expect(() => model.predict([row])).toThrow(expect.objectContaining({ name: 'ScoringError', code: 'wrong_type' }));
    }
    // The files tell no names: objects would be columns in any order.
    expect(() => model.predict([{ a: 1, b: 'red' }])).toThrow('tells no names of columns: give each row as a list');
  });
});
