import { describe, expect, it } from 'vitest';
import { type Cell, loadCatboost } from '../../src/index.ts';
import { goldenModels } from '../support/golden-models.ts';

const { read } = goldenModels('catboost', '.cbm');
const names = ['cats-combined', 'cats-classes', 'cats-logloss', 'cats-means', 'cats-one-hot', 'cats-depthwise'];

describe.each(names)('loadCatboost() of %s', (name) => {
  const model = loadCatboost(read(`${name}.cbm`));
  const line = read(`${name}.input.csv`).toString().split('\n')[0] ?? '';
  const row: Cell[] = line.split(',').map((cell, at) => (model.inputs[at]?.type === 'category' ? cell : Number(cell)));

  it('answers nothing where a categorical column has no category', () => {
    const columns = model.inputs.length;
    const at = model.inputs.findIndex(({ type }) => type === 'category');
    expect(at).toBeGreaterThanOrEqual(0);
    expect(() => model.predict({ values: new Float64Array(columns), columns })).toThrow(
      'which blocks of numbers cannot hold',
    );
    for (const cell of [null, 0.5, Number.NaN, undefined as never])
      expect(() => model.predict([row.with(at, cell)])).toThrow(
        expect.objectContaining({ name: 'ScoringError', code: 'wrong_type' }),
      );
    expect(model.predict([row]).rows).toBe(1);
    // The file has no names: CatBoost calls columns by their number.
    expect(() => model.predict([{ a: 1, b: 'red' }])).toThrow(expect.objectContaining({ code: 'unknown_column' }));
    expect(model.predictOne(Object.fromEntries(row.map((cell, place) => [String(place), cell])))).toEqual(
      model.predictOne(row),
    );
  });
});
