import { describe, expect, it } from 'vitest';
import { invert } from '../../src/math/invert.ts';
import { logDeterminant } from '../../src/math/log-determinant.ts';
import { multiply } from '../../src/math/multiply.ts';
import { psi, shortPsi } from '../../src/math/psi.ts';
import { solveLinear } from '../../src/math/solve-linear.ts';

describe('solveLinear()', () => {
  it('exchanges rows where the first pivot is 0', () => {
    // 0x + 2y = 4, 3x + y = 5: y = 2, x = 1; and a second right side (2, 3.5): y = 1, x = 2.5 / 3.
    const answer = solveLinear(Float64Array.of(0, 2, 3, 1), 2, Float64Array.of(4, 2, 5, 3.5), 2);
    expect(Array.from(answer)).toEqual([1, 2.5 / 3, 2, 1]);
  });

  it('inverts what times itself is the identity', () => {
    const matrix = Float64Array.of(4, 7, 2, 6); // determinant 10
    expect(Array.from(invert(matrix, 2), (value) => Math.round(value * 10))).toEqual([6, -7, -2, 4]);
    expect(logDeterminant(matrix, 2)).toBeCloseTo(Math.log(10), 14);
  });

  it('multiplies matrices that are not square', () => {
    const product = multiply(Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 0, 0, 1, 1, 1), 2, 3, 2);
    expect(Array.from(product)).toEqual([4, 5, 10, 11]);
  });
});

describe('psi()', () => {
  // DLMF 5.4: psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2, psi(n + 1) = psi(n) + 1/n.
  const gamma = 0.5772156649015329;
  it.each([
    [1, -gamma],
    [0.5, -gamma - 2 * Math.LN2],
    [4, -gamma + 1 + 1 / 2 + 1 / 3],
    [100, 4.600161852738087],
  ])('of %d', (x, expected) => {
    expect(Math.abs(psi(x) - expected)).toBeLessThan(4e-15 * Math.max(1, Math.abs(expected)));
    // The short series leaves out terms below 1 / (240 x^8), at 6 about 2.5e-9.
    expect(Math.abs(shortPsi(x) - expected)).toBeLessThan(3e-9);
  });
});
