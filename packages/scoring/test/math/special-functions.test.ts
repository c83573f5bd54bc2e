import { describe, expect, it } from 'vitest';
import { digamma } from '../../src/math/digamma.ts';
import { normalCdf, normalCdfByErf } from '../../src/math/normal-cdf.ts';
import { symmetricEigen } from '../../src/math/symmetric-eigen.ts';

const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);

describe('normalCdf', () => {
  // Abramowitz and Stegun, tables 26.1 and 26.2.
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1, 0.15865525393145705],
    [2.99, 0.9986051127645061],
    [3, 0.9986501019683699],
    [-6, 9.865876450376946e-10],
  ])('of %d', (x, wanted) => {
    expect(relative(normalCdf(x), wanted)).toBeLessThan(1e-13);
  });

  it('of the ends and NaN', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(Number.NaN)]).toEqual([0, 1, Number.NaN]);
  });
});

it('normalCdfByErf has the digits of a sum near 1', () => {
  // breeze 2.1, new Gaussian(0, 1).cdf.
  expect([-8.2, -8.3, -7, 0, 9].map(normalCdfByErf)).toEqual([2 ** -53, 2 ** -54, 1.2798095916366492e-12, 0.5, 1]);
});

describe('digamma', () => {
  // commons-math3 3.6.1, Gamma.digamma; its first is off Euler's constant, -0.5772156649015329, in the ninth digit.
  it.each([
    [1, -0.5772156677920679],
    [0.05, -20.49784499417864],
    [2.5, 0.7031566378697297],
    [12.3, 2.468398397480313],
    [48, 3.8607481739387173],
    [100.5, 4.605174352418478],
  ])('of %d', (x, wanted) => {
    expect(relative(digamma(x), wanted)).toBeLessThan(1e-14);
  });

  it('is NaN below 0', () => {
    expect([-1, -1e300, Number.NaN].map(digamma)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('symmetricEigen', () => {
  it('of [[2, 1], [1, 2]] has 1 and 3 along the diagonals', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(Array.from(values).sort((a, b) => a - b)).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
    for (const value of vectors) expect(Math.abs(value)).toBeCloseTo(Math.SQRT1_2, 14);
  });
});
