import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLightgbm } from '../../../src/boosters/lightgbm/load-lightgbm.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { expectWithin } from '../../support/expect-within.ts';
import { goldenModels } from '../../support/golden-models.ts';

const { names, read, numbersOf, rowsOf } = goldenModels('lightgbm', '.txt');

describe.each(names)('loadLightgbm() of %s', (name) => {
  const model = loadLightgbm(read(`${name}.txt`));

  it('margin() is bit for bit the library’s', () => {
    expect(Array.from(model.margin(rowsOf(name)))).toEqual(numbersOf(`${name}.margin.csv`));
  });

  it('leaf() finds the library’s leaves', () => {
    expect(Array.from(model.leaf(rowsOf(name)))).toEqual(numbersOf(`${name}.leaf.csv`));
  });

  it('predict() is within a unit or two in the last place', () => {
    const expected = numbersOf(`${name}.predict.csv`);
    const predicted = model.predict(rowsOf(name));
    expectWithin(predicted, expected, 4e-16);
  });
});

describe('LightgbmModel', () => {
  it('describe() returns what the file says', () => {
    // Settings of the script: three classes, eight rounds, at most nine leaves a tree.
    const about = loadLightgbm(read('multiclass.txt')).describe();
    expect(about).toMatchObject({
      version: 'v4',
      objective: 'multiclass num_class:3',
      featureCount: 8,
      outputCount: 3,
    });
    expect(about).toMatchObject({ treeCount: 24, iterationCount: 8 });
    const leafCounts = Array.from(
      read('multiclass.txt')
        .toString()
        .matchAll(/num_leaves=(\d+)/g),
      (match) => Number(match[1]),
    );
    expect(about.leafCount).toBe(leafCounts.reduce((sum, count) => sum + count));
  });
});

describe('loadLightgbm() refuses', () => {
  const text = read('categorical.txt').toString();
  const change = (from: RegExp, to: string) => () => loadLightgbm(Buffer.from(text.replace(from, to)));

  it.each([
    ['another beginning', /^tree/, 'forest', 'does not begin with'],
    ['a file that is cut off', /end of trees[^]*/, '', 'may be cut off'],
    ['a child that does not exist', /left_child=\S+/, 'left_child=99', 'has the child 99'],
    ['a cycle', /left_child=\S+/, 'left_child=0', 'reached in two ways'],
    ['a feature that does not exist', /split_feature=\S+/, 'split_feature=50', 'on the feature 50 of 8'],
    ['too few thresholds', /threshold=\S+ /, 'threshold=', 'numbers at threshold of tree 0'],
    ['words among numbers', /leaf_value=\S+/, 'leaf_value=x', 'something other than numbers'],
    ['categories outside their list', /cat_boundaries=0 \S+/, 'cat_boundaries=0 999', 'lie outside their list'],
    [
      'a thousand million features',
      /max_feature_idx=7/,
      'max_feature_idx=999999999',
      'names 8 of the 1000000000 features',
    ],
    ['a million outputs', /num_tree_per_iteration=1/, 'num_tree_per_iteration=1000000', 'no whole iterations'],
    ['an unknown objective', /objective=regression/, 'objective=mine', 'The objective "mine"'],
  ])('%s', (_what, from, to, message) => {
    expect(change(from, to)).toThrow(message);
  });

  it('rows of another width', () => {
    const rows = { kind: 'dense', values: new Float64Array(7), rowCount: 1, columnCount: 7 } as const;
    expect(() => loadLightgbm(read('binary.txt')).predict(rows)).toThrow('The number of features in data (7)');
  });

  it('damaged files with ScoringErrors alone, whatever bytes are changed', () => {
    const bytes = read('linear-cat.txt');
    const changes = fc.array(fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const copy = Uint8Array.from(bytes);
        for (const { at, value } of list) copy[at] = value;
        try {
          const model = loadLightgbm(copy);
          const columnCount = model.booster.featureCount;
          if (columnCount < 1000)
            model.predict({ kind: 'dense', values: new Float64Array(columnCount), rowCount: 1, columnCount });
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
