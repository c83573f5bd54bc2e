import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load } from '../../src/doors/load.ts';
import { loadXgboost, type Model, type Options, type Rows, type XgboostMethod } from '../../src/xgboost.ts';
import { denseRows, goldenFolder, readGolden, readNumbers, sparseRows } from '../boosters/xgboost/golden-rows.ts';

const has = (name: string, file: string) => existsSync(join(goldenFolder, name, file));
const cases = readdirSync(goldenFolder).filter((name) => has(name, 'case.json'));
const forms = ['model.json', 'model.ubj', 'xgboost-model', 'model.pkl'];

const versionOf = (name: string) =>
  (JSON.parse(readGolden(name, 'case.json').toString()) as { xgboost: string }).xgboost;

/** Pickles are for `load`, which opens the other forms too. */
async function open(name: string, form: string): Promise<Model<XgboostMethod>> {
  const [bytes, version] = [readGolden(name, form), versionOf(name)];
  return form === 'model.pkl'
    ? ((await load(bytes, { version })) as Model<XgboostMethod>)
    : loadXgboost(bytes, { version });
}

const float32 = (values: ArrayLike<number>) => Array.from(values, Math.fround);

/** The numbers of the one column that a booster answers. */
function numbersOf(model: Model<XgboostMethod>, rows: Rows, options?: Options<XgboostMethod>): number[] {
  const result = model.predict(rows, options);
  return Array.from(result.dense(result.names[0] ?? '').values);
}

/** The same, row by row: every other row as an object. */
function numbersOneByOne(model: Model<XgboostMethod>, values: ArrayLike<number>, columns: number): number[] {
  return Array.from({ length: values.length / columns }, (_none, row) => {
    const cells = Array.from({ length: columns }, (_cell, at) => values[row * columns + at] as number);
    const given = cells.map((cell) => (Number.isNaN(cell) ? null : cell));
    const names = model.inputs.map(({ name }) => name);
    const isPlain = row % 2 === 0 || model.inputs.some(({ type }) => type === 'category');
    const answer = model.predictOne(
      isPlain ? given : Object.fromEntries(given.map((cell, at) => [names[at] ?? '', cell])),
    );
    return answer['prediction'] as number | number[];
  }).flat();
}

const isFinite32 = (values: ArrayLike<number>) =>
  Array.from(values).every((value) => Math.abs(Math.fround(value)) !== Infinity);

describe.each(cases)('loadXgboost() of %s', (name) => {
  const { values, columnCount: columns } = denseRows(name);

  it.each(forms.filter((file) => has(name, file)))('answers as the library does, from %s', async (form) => {
    const model = await open(name, form);
    const [major = 0, minor = 0] = versionOf(name).split('.').map(Number);
    if (!isFinite32(values) && (major > 1 || minor >= 4)) {
      expect(() => model.predict({ values, columns })).toThrow('is infinite as a float32');
      return;
    }
    const expected = float32(readNumbers(name, 'expected.csv'));
    expect(numbersOf(model, { values, columns })).toEqual(expected);
    expect(numbersOneByOne(model, values, columns)).toEqual(expected);
    const asked = { margin: 'expected-margin.csv', leaf: 'expected-leaf.csv' } as const;
    for (const [method, file] of Object.entries(asked) as [XgboostMethod, string][])
      if (has(name, file))
        expect(float32(numbersOf(model, { values, columns }, { method }))).toEqual(float32(readNumbers(name, file)));
    if (has(name, 'input.libsvm')) {
      const { starts, indices, values: given } = sparseRows(name);
      expect(numbersOf(model, { starts, indices, values: given, columns, absent: 'missing' })).toEqual(expected);
    }
  });
});

describe('the golden files', () => {
  it('are those of all versions', () => expect(cases.length).toBeGreaterThan(150));
});
