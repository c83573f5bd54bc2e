import { describe, expect, it } from 'vitest';
import { chanceGap } from '../../../src/serving/drift/chance-gap.ts';
import { numberDrift, textDrift } from '../../../src/serving/drift/drift-measures.ts';
import { WeightedItems } from '../../../src/serving/monitoring/analysis/weighted-items.ts';

const items = (...values: number[]) => new WeightedItems([values]);

describe('numberDrift()', () => {
  it('is nothing between a distribution and itself', () => {
    expect(numberDrift(items(1, 2, 3), items(1, 2, 3))).toEqual({ ks: 0, psi: 0, jensenShannon: 0 });
  });

  it('has the distances of SciPy', () => {
    const found = numberDrift(items(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), items(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
    // scipy.stats.ks_2samp(...).statistic; the others of a tenth in every bin against 0, 0, 0, six elevenths, five elevenths:
    // scipy.spatial.distance.jensenshannon(p, q, base=2), and with 1e-4 for nothing sum((q - p) * log(q / p)) by NumPy.
    expect(found?.ks).toBeCloseTo(0.36363636363636365, 14);
    expect(found?.jensenShannon).toBeCloseTo(0.4893305118201157, 12);
    expect(found?.psi).toBeCloseTo(2.6122800993962847, 12);
  });

  it('takes equal values as one, and weights of a sketch', () => {
    // 0 three times and 1 once, against 0 once and 1 three times (a level of weight 2 has one item).
    expect(numberDrift(items(0, 0, 0, 1), new WeightedItems([[0, 1], [1]]))?.ks).toBeCloseTo(0.5, 14);
  });

  it('is not defined without values', () => {
    expect(numberDrift(items(), items(1))).toBeUndefined();
  });
});

describe('textDrift()', () => {
  it('has the distances of SciPy', () => {
    const found = textDrift(new Map(Object.entries({ a: 5, b: 5 })), new Map(Object.entries({ a: 90, b: 10 })));
    // 0.4 * ln(0.9 / 0.5) - 0.4 * ln(0.1 / 0.5) = 0.4 * ln(9); jensenshannon([0.5, 0.5], [0.9, 0.1], base=2).
    expect(found?.ks).toBeCloseTo(0.4, 14);
    expect(found?.psi).toBeCloseTo(0.4 * Math.log(9), 12);
    expect(found?.jensenShannon).toBeCloseTo(0.3831358798599423, 12);
  });

  it('sees a new category, and one that is gone', () => {
    const found = textDrift(new Map([['a', 1]]), new Map([['b', 1]]));
    expect(found).toMatchObject({ ks: 1, jensenShannon: 1 });
  });
});

describe('chanceGap()', () => {
  it('is the bound of Massart, for all gaps together', () => {
    // sqrt(ln(e * 10 / 0.01) / 2 * 2000 / 1000^2)
    const expected = Math.sqrt((Math.log((Math.E * 10) / 0.01) / 2) * 0.002);
    expect(chanceGap({ before: 1000, now: 1000, gaps: 10 })).toBeCloseTo(expected, 14);
    // More than 2,050 values are sketched, on either side.
    const large = Math.sqrt((Math.log((Math.E * 10) / 0.01) / 2) * 0.0002);
    expect(chanceGap({ before: 10_000, now: 10_000, gaps: 10 })).toBeCloseTo(large + 0.02, 14);
  });
});
