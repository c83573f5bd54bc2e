import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadXgboost } from '../../../src/boosters/xgboost/load-xgboost.ts';
import type { LibraryVersion } from '../../../src/boosters/xgboost/objective.ts';
import { denseRows, goldenFolder, readGolden, readNumbers, sparseRows } from './golden-rows.ts';

const cases = readdirSync(goldenFolder).filter((name) => existsSync(join(goldenFolder, name, 'case.json')));
const forms = ['model.json', 'model.ubj', 'xgboost-model', 'model.pkl'];
const has = (name: string, file: string) => existsSync(join(goldenFolder, name, file));
const float32 = (values: ArrayLike<number>) => Array.from(values, Math.fround);

function libraryOf(name: string): LibraryVersion {
  const { xgboost } = JSON.parse(readGolden(name, 'case.json').toString()) as { xgboost: string };
  const [major, minor] = xgboost.split('.').map(Number);
  return [major as number, minor as number];
}

describe.each(cases)('loadXgboost() of %s', (name) => {
  const version = libraryOf(name);

  for (const form of forms.filter((file) => has(name, file))) {
    const load = () => loadXgboost(readGolden(name, form), { version });

    it(`predict() is bit for bit the library's, from ${form}`, () => {
      expect(float32(load().predict(denseRows(name)))).toEqual(float32(readNumbers(name, 'expected.csv')));
    });

    if (has(name, 'expected-margin.csv'))
      it(`margin() too, from ${form}`, () => {
        expect(float32(load().margin(denseRows(name)))).toEqual(float32(readNumbers(name, 'expected-margin.csv')));
      });

    if (has(name, 'expected-leaf.csv'))
      it(`leaf() too, from ${form}`, () => {
        expect(Array.from(load().leaf(denseRows(name)))).toEqual(readNumbers(name, 'expected-leaf.csv'));
      });

    if (has(name, 'expected-best.csv'))
      it(`predict() stops at the best round, from ${form}`, () => {
        const model = load();
        const rounds = Number(model.booster.attributes.get('best_iteration')) + 1;
        expect(float32(model.predict(denseRows(name), { rounds }))).toEqual(
          float32(readNumbers(name, 'expected-best.csv')),
        );
      });

    if (has(name, 'input.libsvm'))
      it(`predict() of sparse rows is the same, from ${form}`, () => {
        expect(float32(load().predict(sparseRows(name)))).toEqual(float32(readNumbers(name, 'expected.csv')));
      });
  }
});

describe('XgboostModel', () => {
  it('describe() returns what the file says', () => {
    // Parameters of the case; counts from the file's own dump: 12 rounds of one tree, depth at most 4.
    const about = loadXgboost(readGolden('binary-logistic-1.3', 'xgboost-model')).describe();
    expect(about).toMatchObject({
      booster: 'gbtree',
      format: 'legacy binary',
      version: '1.3',
      objective: 'binary:logistic',
    });
    expect(about).toMatchObject({ featureCount: 8, outputCount: 1, treeCount: 12, roundCount: 12, maxDepth: 4 });
    expect(about.topFeatures.length).toBeGreaterThan(0);
  });

  it('predict() predicts rows alone as it does together', () => {
    const model = loadXgboost(readGolden('multi-softprob-1.7', 'xgboost-model'));
    const rows = denseRows('multi-softprob-1.7');
    const all = model.predict(rows);
    for (let row = 0; row < rows.rowCount; row++) {
      const values = rows.values.subarray(row * rows.columnCount, (row + 1) * rows.columnCount);
      const alone = model.predict({ ...rows, values, rowCount: 1 });
      expect(Array.from(alone)).toEqual(Array.from(all.subarray(row * 3, row * 3 + 3)));
    }
  });

  it('predict() refuses wider rows in the words of the library, from 1.2 on', () => {
    const rows = { kind: 'dense', values: new Float32Array(9), rowCount: 1, columnCount: 9 } as const;
    const bytes = readGolden('binary-logistic-1.3', 'xgboost-model');
    expect(() => loadXgboost(bytes).predict(rows)).toThrow(
      'Number of columns does not match number of features in booster.',
    );
    expect(loadXgboost(bytes, { version: [1, 0] }).predict(rows)).toHaveLength(1);
  });

  it('predict() refuses rows that would need an answer beyond all bounds', () => {
    const model = loadXgboost(readGolden('multi-softprob-1.7', 'xgboost-model'));
    const rows = { kind: 'dense', values: new Float32Array(0), rowCount: 2 ** 28, columnCount: 0 } as const;
    expect(() => model.predict(rows)).toThrow('268435456 rows of 3 numbers are too many for one answer');
  });
});
