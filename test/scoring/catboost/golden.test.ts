import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatboost } from '../../../src/scoring/catboost/load-catboost.ts';
import { ScoringError } from '../../../src/scoring/scoring-error.ts';
import { goldenModels } from '../../support/golden-models.ts';

const { names, read, numbersOf, rowsOf } = goldenModels('catboost', '.json');

describe.each(names)('loadCatboost() of %s', (name) => {
  const model = loadCatboost(read(`${name}.json`));

  it('margin() is bit for bit the library’s', () => {
    expect(Array.from(model.margin(rowsOf(name)))).toEqual(numbersOf(`${name}.margin.csv`));
  });

  it('predict() is within rounding of the library’s', () => {
    const expected = numbersOf(`${name}.predict.csv`);
    const predicted = model.predict(rowsOf(name));
    expect(predicted).toHaveLength(expected.length);
    // The library's vectorised e^x is good to some 1e-15.
    expected.forEach((value, at) =>
      expect(Math.abs((predicted[at] as number) - value)).toBeLessThanOrEqual(4e-15 * Math.abs(value)),
    );
  });
});

describe('loadCatboost() refuses', () => {
  const text = read('logloss.json').toString();
  const change = (from: RegExp, to: string) => () => loadCatboost(Buffer.from(text.replace(from, to)));

  it.each([
    ['a file that is cut off', /\}\s*$/, '', 'may be cut off'],
    [
      'categorical features',
      /"float_features"/,
      '"categorical_features": [{}], "float_features"',
      'categorical features are not read',
    ],
    ['splits of another type', /"FloatFeature"/, '"OnlineCtr"', 'splits of the type "OnlineCtr"'],
    [
      'a feature that does not exist',
      /"float_feature_index": ?\d+/,
      '"float_feature_index": 77',
      'float feature 77 of 6',
    ],
    ['too few leaf values', /"leaf_values":\s*\[[^,]+,/, '"leaf_values": [', '7 leaf values, not 8'],
    ['a border that is no number', /"border": ?[-\d.e]+/, '"border": "x"', 'needs a number at border'],
  ])('%s', (_what, from, to, message) => {
    expect(change(from, to)).toThrow(message);
  });

  it('trees without end', () => {
    const deep = `${'{"split":{"split_type":"FloatFeature","float_feature_index":0,"border":0},"right":{"value":0},"left":'.repeat(600)}{"value":0}${'}'.repeat(600)}`;
    const file = `{"features_info":{"float_features":[{"flat_feature_index":0}]},"scale_and_bias":[1,[0]],"trees":[${deep}]}`;
    expect(() => loadCatboost(Buffer.from(file))).toThrow('deeper than 512');
  });

  it('or survives whatever bytes are changed', () => {
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
