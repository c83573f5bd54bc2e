import { describe, expect, it } from 'vitest';
import {
  categoricalDistance,
  noiseFloor,
  numericalDistance,
} from '../../../src/serving/monitoring/analysis/distances.ts';
import { WeightedItems } from '../../../src/serving/monitoring/analysis/weighted-items.ts';

const items = (...values: number[]) => new WeightedItems([values]);

describe('numericalDistance()', () => {
  it('is the largest difference of the distribution functions', () => {
    // At 2: 2 of 4 against none of 4; at 3: 3 of 4 against 1 of 4.
    expect(numericalDistance(items(1, 2, 3, 4), items(3, 4, 5, 6), 'Simple')).toBe(0.5);
    expect(numericalDistance(items(1, 2), items(1, 2), 'Simple')).toBe(0);
    expect(numericalDistance(items(1), items(2), 'Simple')).toBe(1);
  });

  it('is less by what chance may make of so many values if it is Robust', () => {
    const [one, other] = [0, 1000].map((from) => items(...Array.from({ length: 1000 }, (_, at) => from + at)));
    if (one === undefined || other === undefined) throw new Error('two samples');
    // 1 - 1.8 * sqrt(2000 / 1000000) = 1 - 1.8 * 0.0447213595
    expect(numericalDistance(one, other, 'Robust')).toBeCloseTo(0.919501553, 9);
    expect(numericalDistance(items(1, 2, 3), items(2, 3, 4), 'Robust')).toBe(0);
  });

  it('is unknown without values', () => {
    expect(numericalDistance(items(), items(1), 'Simple')).toBeUndefined();
  });
});

describe('categoricalDistance()', () => {
  it('is the largest difference of the shares of a value', () => {
    const one = new Map([
      ['a', 6],
      ['b', 4],
    ]);
    const other = new Map([
      ['a', 1],
      ['c', 4],
    ]);
    // a: 0.6 - 0.2; b: 0.4 - 0; c: 0 - 0.8.
    expect(categoricalDistance(one, other, 'Simple')).toBeCloseTo(0.8, 15);
  });

  it('is unknown without values', () => {
    expect(categoricalDistance(new Map(), new Map([['a', 1]]), 'Robust')).toBeUndefined();
  });
});

describe('noiseFloor()', () => {
  it('is large for few values', () => {
    // 1.8 * sqrt(10059 / 599940), 1.8 * sqrt(11000 / 10000000)
    expect(noiseFloor(60, 9999)).toBeCloseTo(0.233075, 6);
    expect(noiseFloor(1000, 10_000)).toBeCloseTo(0.059699, 6);
  });
});
