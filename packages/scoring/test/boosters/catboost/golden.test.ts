import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashCategory } from '../../../src/boosters/catboost/categories.ts';
import { cityHash64 } from '../../../src/boosters/catboost/city-hash.ts';
import { loadCatboost } from '../../../src/boosters/catboost/load-catboost.ts';
import { columnCount, toMatrix } from '../../../src/frame/table.ts';
import { openModelFile } from '../../../src/model-file/open-model-file.ts';
import { readInput } from '../../../src/model-file/read-input.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { expectWithin } from '../../support/expect-within.ts';
import { goldenModels } from '../../support/golden-models.ts';

interface Hash {
  readonly hash: number;
  readonly value: string;
}

const { names: all, read, numbersOf, rowsOf } = goldenModels('catboost', '.json');
const names = all.filter((name) => !name.startsWith('cats-'));

describe.each(names)('loadCatboost() of %s', (name) => {
  const model = loadCatboost(read(`${name}.json`));

  it('margin() is bit for bit the library’s', () => {
    expect(Array.from(model.margin(rowsOf(name)))).toEqual(numbersOf(`${name}.margin.csv`));
  });

  it('predict() is within rounding of the library’s', () => {
    const expected = numbersOf(`${name}.predict.csv`);
    const predicted = model.predict(rowsOf(name));
    // The library's vectorised e^x is good to some 1e-15.
    expectWithin(predicted, expected, 4e-15);
  });
});

const files = readdirSync(resolve(import.meta.dirname, '../../../../../test/golden/catboost')).filter(
  (file) => /\.(cbm|pkl)$/.test(file) || /^cats-.*\.json$/.test(file),
);

describe.each(files)('openModelFile() of %s', (file) => {
  const name = file.replace(/\.\w+$/, '');
  const model = openModelFile(file, read(file));
  const rows = readInput(read(`${name}.input.csv`).toString(), { format: 'csv', hasHeader: false }, model);

  // A pickled classifier answers labels by `predict`, as the class does.
  const isClassifier = model.methods.includes('predict_proba');

  it('is described: trees that split on statistics of categories as well', () => {
    const lines = model.describe().lines.join(' ');
    expect(lines).toContain('model');
    // Statistics stand behind the columns of the file, and are none of them.
    for (const [, column] of lines.matchAll(/column (\d+)/g))
      expect(Number(column)).toBeLessThan(rows.kind === 'sparse' ? 0 : columnCount(rows));
  });

  it('answers as the library does, categories included', () => {
    if (model.methods.includes('margin')) {
      const { table } = model.call('margin', rows);
      expect(Array.from(toMatrix(table).values)).toEqual(numbersOf(`${name}.margin.csv`));
    }
    const expected = numbersOf(`${name}.predict.csv`);
    toMatrix(model.call(isClassifier ? 'predict_proba' : 'predict', rows).table).values.forEach((value, at) =>
      expect(Math.abs(value - (expected[at] as number))).toBeLessThanOrEqual(4e-15 * Math.abs(expected[at] as number)),
    );
  });
});

describe('describe()', () => {
  it('counts splits on a category for its column', () => {
    // The file says: column 0 is its float feature, column 1 its categorical one.
    const types = Array.from(
      read('cats-one-hot.json')
        .toString()
        .matchAll(/"split_type": ?"(\w+)"/g),
      (match) => match[1],
    );
    const countOf = (type: string) => types.filter((each) => each === type).length;
    const { topFeatures } = openModelFile('cats-one-hot.json', read('cats-one-hot.json')).describe().details as {
      topFeatures: unknown;
    };
    expect(countOf('OneHotFeature')).toBeGreaterThan(0);
    expect(topFeatures).toMatchObject([
      { feature: 'column 0', splits: countOf('FloatFeature') },
      { feature: 'column 1', splits: countOf('OneHotFeature') },
    ]);
  });
});

describe('hashCategory()', () => {
  // What CatBoost itself wrote as `cat_features_hash` in its exports: texts of 0 to 200 bytes.
  const info = (JSON.parse(read('cats-combined.json').toString()) as { features_info: { cat_features_hash: Hash[] } })
    .features_info.cat_features_hash;

  it.each(info)('of "$value"', ({ hash, value }) => {
    expect(hashCategory(value) >>> 0).toBe(hash);
  });

  it('of no text', () => {
    expect(cityHash64(new Uint8Array(0))).toBe(11160318154034397263n); // the constant k2 of CityHash
  });
});

describe('a binary file', () => {
  const bytes = read('cats-combined.cbm');

  it('that is cut off is refused', () => {
    for (let end = 4; end < bytes.length; end += 491)
      expect(() => loadCatboost(bytes.subarray(0, end))).toThrow(ScoringError);
  });

  it('is refused or read, whatever byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const copy = Uint8Array.from(bytes);
        copy[at] = byte;
        try {
          loadCatboost(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a row without its categories', () => {
    const model = openModelFile('cats-one-hot.cbm', read('cats-one-hot.cbm'));
    const rows = readInput('1\n', { format: 'csv', hasHeader: false }, model);
    expect(() => model.call('predict', rows)).toThrow('needs 2 columns');
    const sparse = readInput('0 0:1\n', { format: 'libsvm', hasHeader: false }, model);
    expect(() => model.call('predict', sparse)).toThrow('libsvm rows cannot have');
  });
});

describe('loadCatboost() refuses', () => {
  const text = read('logloss.json').toString();
  const change = (from: RegExp, to: string) => () => loadCatboost(Buffer.from(text.replace(from, to)));

  it.each([
    ['a file that is cut off', /\}\s*$/, '', 'may be cut off'],
    ['text features', /"float_features"/, '"text_features": [{}], "float_features"', 'text features are not read'],
    ['splits of another type', /"FloatFeature"/, '"Estimated"', 'splits of the type "Estimated"'],
    ['a statistic that does not exist', /"FloatFeature"/, '"OnlineCtr", "split_index": 9999', 'the condition 9999 of'],
    [
      'a feature that does not exist',
      /"float_feature_index": ?\d+/,
      '"float_feature_index": 77',
      'float feature 77 of 6',
    ],
    ['too few leaf values', /"leaf_values":\s*\[[^,]+,/, '"leaf_values": [', '7 leaf values, not 8'],
    [
      'a condition that is an object',
      /"FloatFeature"/,
      '"OnlineCtr", "split_index": {"toString": 1}',
      'the condition (none) of',
    ],
    ['a border that is no number', /"border": ?[-\d.e]+/, '"border": "x"', 'needs a number at border'],
  ])('%s', (_what, from, to, message) => {
    expect(change(from, to)).toThrow(message);
  });

  it('trees without end', () => {
    const deep = `${'{"split":{"split_type":"FloatFeature","float_feature_index":0,"border":0},"right":{"value":0},"left":'.repeat(600)}{"value":0}${'}'.repeat(600)}`;
    const file = `{"features_info":{"float_features":[{"flat_feature_index":0}]},"scale_and_bias":[1,[0]],"trees":[${deep}]}`;
    expect(() => loadCatboost(Buffer.from(file))).toThrow('deeper than 512');
  });

  it('damaged files with ScoringErrors alone, whatever bytes are changed', () => {
    const bytes = read('lossguide.json');
    const changes = fc.array(fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const copy = Uint8Array.from(bytes);
        for (const { at, value } of list) copy[at] = value;
        try {
          loadCatboost(copy).predict(rowsOf('lossguide'));
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 60 },
    );
  });
});
