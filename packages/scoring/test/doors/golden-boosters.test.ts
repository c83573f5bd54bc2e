import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load } from '../../src/doors/load.ts';
import { loadCatboost } from '../../src/doors/load-catboost.ts';
import { loadLightgbm } from '../../src/doors/load-lightgbm.ts';
import type { Answer, Cell, Result } from '../../src/index.ts';
import { expectWithin } from '../support/expect-within.ts';
import { goldenModels } from '../support/golden-models.ts';

const block = (result: Result) => Array.from(result.dense(result.names[0] ?? '').values);

/** All numbers of an answer to one row. */
const flat = (answer: Answer): number[] =>
  Object.values(answer).flatMap((value) =>
    typeof value === 'object' && value !== null ? (Object.values(value) as number[]) : [Number(value)],
  );

const lightgbm = goldenModels('lightgbm', '.txt');

describe.each(lightgbm.names)('loadLightgbm() of %s', (name) => {
  const model = loadLightgbm(lightgbm.read(`${name}.txt`));
  const { values, columnCount: columns, rowCount } = lightgbm.rowsOf(name);
  const rows = Array.from({ length: rowCount }, (_none, row) => [
    ...values.subarray(row * columns, (row + 1) * columns),
  ]);

  it('answers as the library does', () => {
    expect(block(model.predict({ values, columns }, { method: 'margin' }))).toEqual(
      lightgbm.numbersOf(`${name}.margin.csv`),
    );
    expect(block(model.predict({ values, columns }, { method: 'leaf' }))).toEqual(
      lightgbm.numbersOf(`${name}.leaf.csv`),
    );
    expectWithin(block(model.predict({ values, columns })), lightgbm.numbersOf(`${name}.predict.csv`), 4e-16);
  });

  it('answers row by row as for all rows', () => {
    expectWithin(
      rows.flatMap((row) => flat(model.predictOne(row))),
      lightgbm.numbersOf(`${name}.predict.csv`),
      4e-16,
    );
  });
});

const catboost = goldenModels('catboost', '.json');

/** Rows of the golden files: categories as their texts, numbers as numbers. */
function catboostRows(name: string): Cell[][] {
  // A wrapper's pickle does not say which columns are categories; the same model's other files do.
  const twin =
    catboostFiles.find((file) => new RegExp(`^${name.replace(/-0\\.26$/, '')}\\.(cbm|json)$`).test(file)) ?? '';
  const { inputs } = loadCatboost(catboost.read(twin));
  const lines = catboost.read(`${name}.input.csv`).toString().replace(/\n$/, '').split('\n');
  return lines.map((line) =>
    line.split(',').map((cell, at) => {
      if (inputs[at]?.type === 'category') return cell;
      return cell === 'nan' || cell === '' ? null : Number(cell);
    }),
  );
}

const catboostFiles = readdirSync(resolve(import.meta.dirname, '../../../../test/golden/catboost')).filter((file) =>
  /\.(cbm|json|pkl)$/.test(file),
);

describe.each(catboostFiles)('a model of CatBoost, %s,', (file) => {
  const name = file.replace(/\.\w+$/, '');
  const bytes = catboost.read(file);
  const open = async () => (file.endsWith('.pkl') ? load(bytes) : loadCatboost(bytes));

  it('answers as the library does, categories included', async () => {
    const model = await open();
    const rows = catboostRows(name);
    const method = model.methods.includes('predict_proba') ? 'predict_proba' : 'predict';
    if (model.methods.includes('margin'))
      expect(block(model.predict(rows, { method: 'margin' }))).toEqual(catboost.numbersOf(`${name}.margin.csv`));
    const expected = catboost.numbersOf(`${name}.predict.csv`);
    expectWithin(block(model.predict(rows, { method })), expected, 4e-15);
    expectWithin(
      rows.flatMap((row) => flat(model.predictOne(row, { method }))),
      expected,
      4e-15,
    );
  });

  it('answers the label of the largest probability, where there are labels', async () => {
    const model = await open();
    if (model.classes === undefined || !model.methods.includes('predict_proba')) return;
    const rows = catboostRows(name);
    const labels = model.predict(rows).column('prediction');
    // Of several labels at once each is there or not.
    if (Array.isArray(labels[0])) return;
    const probabilities = model.predict(rows, { method: 'predict_proba' }).toRows();
    probabilities.forEach(({ probability }, row) => {
      const entries = Object.entries(probability as Record<string, number>);
      const best = entries.reduce((a, b) => (b[1] > a[1] ? b : a));
      expect(entries.map(([label]) => label).sort()).toEqual([...(model.classes ?? [])].map(String).sort());
      expect(String(labels[row])).toBe(best[0]);
    });
  });
});
