import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from '../../src/formats/half-bits.ts';

describe('floats of 16 bits', () => {
  // Right column: numpy.float16(value).view(numpy.uint16) of numpy 2.4.6.
  it.each([
    [0, 0],
    [-0, 0x8000],
    [1, 0x3c00],
    [1.5, 0x3e00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [2049, 0x6800],
    [2051, 0x6802],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [-1e300, 0xfc00],
    [6.103515625e-5, 0x0400],
    [6.1e-5, 0x03ff],
    [5.960464477539063e-8, 0x0001],
    // Half of the smallest.
    [2 ** -25, 0],
    [3e-8, 0x0001],
    [8.940696716308594e-8, 0x0002],
    [Infinity, 0x7c00],
    [Number.NaN, 0x7e00],
  ])('%d has the bits %i', (value, bits) => {
    expect(halfBits(value)).toBe(bits);
  });

  it('come back as they were', () => {
    for (let bits = 0; bits <= 0xffff; bits++) {
      const value = halfValue(bits);
      if (value === value) expect(halfBits(value)).toBe(bits);
    }
  });
});
