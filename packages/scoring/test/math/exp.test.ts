import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from '../../src/math/exp.ts';

describe('exp()', () => {
  // To 17 digits, as Python's math.exp (glibc) prints them.
  it.each([
    [0, 1],
    [1, 2.718281828459045],
    [-1, 0.36787944117144233],
    [0.5, 1.6487212707001282],
    [-20.25, 1.6052280551856116e-9],
    [700, 1.0142320547350045e304],
    [-700, 9.8596765437597708e-305],
  ])('of %d', (x, expected) => {
    expect(Math.abs(exp(x) - expected)).toBeLessThanOrEqual(expected * 2 ** -52);
  });

  it('is 0 far below and infinite far above, and NaN of NaN', () => {
    expect([-Infinity, -1e300, -746].map(exp)).toEqual([0, 0, 0]);
    expect([710, 1e300, Infinity].map(exp)).toEqual([Infinity, Infinity, Infinity]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(-744.5)).toBe(5e-324); // e^-744.5 = 4.7e-324: the smallest double
  });

  it('is within two units in the last place of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => {
        const expected = Math.exp(x);
        expect(Math.abs(exp(x) - expected)).toBeLessThanOrEqual(expected * 2 ** -51);
      }),
      { numRuns: 1000 },
    );
  });
});
