import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chain, load, loadMleap, loadSklearn, loadXgboost, type Row } from '../../src/index.ts';
import { bundleFiles, diamonds, diamondsModel, logPrices, xgboostBytes } from './diamonds.ts';

const root = resolve(import.meta.dirname, '../../../..');
const files = await bundleFiles();
const open = async (names?: readonly string[]) =>
  chain(loadMleap(files, names === undefined ? {} : { outputs: names }), loadXgboost(await xgboostBytes()));

describe('chain()', () => {
  it("hands a bundle's vectors to XGBoost as a chain of containers does: 2,000 diamonds as the libraries have them", async () => {
    const model = await open();
    const { rows, errors, names } = model.predict(diamonds);
    expect({ rows, errors, names }).toEqual({ rows: 2000, errors: [], names: ['prediction'] });
    // Predictions are float32; the golden file has them in their shortest text.
    expect(Array.from(model.predict(diamonds).column('prediction'))).toEqual(logPrices.map(Math.fround));
    expect(model.predictOne(diamonds[0] as Row).prediction).toBe(9.064083099365234);
  });

  it('answers the same row by row, where vectors are sparse or dense each', async () => {
    const model = await open(['features']);
    for (const [at, diamond] of diamonds.slice(0, 50).entries())
      expect(model.predictOne(diamond).prediction).toBe(Math.fround(logPrices[at] as number));
  });

  it('is made of archives too, and of columns', async () => {
    const example = (path: string) => readFileSync(join(root, 'examples/diamonds', path));
    const model = chain(await load(example('sparkml/model.tar.gz')), await load(example('xgboost/model.tar.gz')));
    const names = Object.keys(diamonds[0] as object);
    const columns = Object.fromEntries(names.map((name) => [name, diamonds.map((row) => row[name] as number)]));
    expect(Array.from(model.predict(columns).column('prediction'))).toEqual(logPrices.map(Math.fround));
  });

  it('takes and answers what its first and its last model do', async () => {
    const model = await open();
    expect(model.inputs.map(({ name }) => name).sort()).toEqual(Object.keys(diamonds[0] as object).sort());
    expect(model.methods).toEqual((await diamondsModel()).methods);
    expect(model.format).toBe('xgboost');
    const { margin } = model.predictOne(diamonds[0] as Row, { method: 'margin', rounds: 1 });
    expect(typeof margin).toBe('number');
  });

  it('collects the rows that a model of it refuses, with their place in the input', async () => {
    const model = await open();
    const bad = [
      ...diamonds.slice(0, 5),
      { ...diamonds[0], carat: null },
      ...diamonds.slice(6, 9),
      { ...diamonds[0], table: 'wide' },
    ] as Row[];
    const { errors, rows, column } = wrapped(model.predict(bad, { bad: 'collect' }));
    expect(rows).toBe(10);
    expect(errors.map(({ row, error }) => [row, error.place.row])).toEqual([
      [5, 5],
      [9, 9],
    ]);
    const prices = Array.from(column('prediction') as Float64Array);
    const expected = logPrices
      .slice(0, 10)
      .map((price, row) => ([5, 9].includes(row) ? Number.NaN : Math.fround(price)));
    expect(prices).toEqual(expected);
    expect(() => model.predict(bad)).toThrow(
      expect.objectContaining({ name: 'ScoringError', place: expect.objectContaining({ row: 9 }) }),
    );
  });

  it('gives a model what the ones before it do not make, from the rows', async () => {
    const model = await diamondsModel();
    const width = model.inputs.length;
    const scaler = loadSklearn(readFileSync(join(root, 'test/golden/sklearn/pca-1.9/model.joblib')));
    // Two positions against the model's: they do not fit, and say so.
    const wrong = chain(scaler, model);
    const row = scaler.inputs.map((_input, at) => at / 3);
    expect(() => wrong.predictOne(row)).toThrow(`the model was trained on ${width}`);
  });

  it('says which columns there are where two models do not fit', async () => {
    const labels = loadMleap(files, { outputs: ['cut_index'] });
    expect(() => chain(labels, loadMleap(files))).toThrow('neither these nor one column of vectors');
    expect(() => (chain as () => unknown)()).toThrow('one model at least');
    expect(() => chain(Promise.resolve() as never)).toThrow('a Promise; await it first');
    expect(() => chain({ predict: () => 1 } as never)).toThrow('A model is what load() and the other loaders answer');
  });

  it('is disposed of with its models', async () => {
    const [features, booster] = [loadMleap(files), await diamondsModel()];
    const model = chain(features, booster);
    model.dispose();
    for (const one of [features, booster, model])
      expect(() => one.predict([])).toThrow('The model was disposed; load it again.');
    const [other, broken] = [loadMleap(files), await diamondsModel()];
    const half = chain(other, broken);
    broken.dispose();
    expect(() => half.predictOne(diamonds[0] as Row)).toThrow('The model was disposed');
  });
});

const wrapped = <Of extends { column: (name: string) => unknown; errors: unknown; rows: unknown }>(result: Of) => ({
  errors: result.errors as Of['errors'],
  rows: result.rows,
  column: (name: string) => result.column(name),
});
