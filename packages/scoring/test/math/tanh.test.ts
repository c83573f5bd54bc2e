import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tanh } from '../../src/math/tanh.ts';

describe('tanh()', () => {
  // As Python's math.tanh (glibc) prints them.
  it.each([
    [1e-9, 1e-9],
    [0.1, 0.09966799462495582],
    [-0.5, -0.46211715726000974],
    [1, 0.7615941559557649],
    [3, 0.9950547536867305],
    [-25, -1],
  ])('of %d', (x, expected) => {
    expect(Math.abs(tanh(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51);
  });

  it('keeps NaN and the sign of 0', () => {
    expect(tanh(Number.NaN)).toBeNaN();
    expect(tanh(-0)).toBe(-0);
    expect([tanh(-Infinity), tanh(Infinity)]).toEqual([-1, 1]);
  });

  it('is within four units in the last place of the engine, also near 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -25, max: 25, noNaN: true }), (x) => {
        const expected = Math.tanh(x);
        expect(Math.abs(tanh(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -50 + 1e-320);
      }),
      { numRuns: 1000 },
    );
  });
});
