import { describe, expect, it } from 'vitest';
import { catboostNumbers } from '../../src/sklearn/boosters/catboost.ts';
import { cellNumber } from '../../src/text/cell-number.ts';

describe('texts where CatBoost asks for a number', () => {
  // What a CatBoostRegressor (CatBoost 1.2.10) makes of [[text]].
  it.each([
    [' 12', 12],
    ['\t12', 12],
    ['1e1', 10],
    ['1.', 1],
    ['+.5', 0.5],
    ['00012', 12],
    ['1e400', Infinity],
    ['NAN', Number.NaN],
    ['-nan', Number.NaN],
    ['-', Number.NaN],
    ['#N/A', Number.NaN],
  ])('%j is %d', (text, value) => {
    expect(cellNumber(text, catboostNumbers)).toBe(value);
  });

  it.each(['1_2', '\uff11\uff12', '\u00a012', '12\u00a0', '12\u0085', '1e', '- 1', '12f', '12d', '0x1p3', '1,5'])(
    '%j is refused',
    (text) => {
      expect(cellNumber(text, catboostNumbers)).toBe(undefined);
    },
  );
});
