import { describe, expect, it } from 'vitest';
import { logf } from '../../src/math/logf.ts';

describe('logf()', () => {
  it('is glibc 2.36’s logf, also where that is not the correctly rounded result', () => {
    // Math.fround(Math.log(x)) is one unit off for each of these.
    expect(logf(0.9928228259086609)).toBe(-0.0072030541487038136);
    expect(logf(1.0117290019989014)).toBe(0.011660750955343246);
    expect(logf(0.970315158367157)).toBe(-0.030134353786706924);
    expect(logf(3.3287904262542725)).toBe(1.2026089429855347);
    expect(logf(0.42720773816108704)).toBe(-0.8504848480224609);
    expect(logf(0.003832950023934245)).toBe(-5.564120769500732);
    expect(logf(0.8217359185218811)).toBe(-0.19633619487285614);
  });

  it('is glibc’s on 20,000 numbers up to 20', () => {
    let sum = 0;
    for (let k = 1; k <= 20_000; k++) sum += logf(Math.fround(0.001 * k));
    expect(sum).toBe(39920.51616579818); // the sum that a loop over logf in C gives, in double
  });

  it('has the logarithms of the ends', () => {
    expect(logf(1)).toBe(0);
    expect(logf(3.4028234663852886e38)).toBe(88.72283935546875);
    expect(logf(9.999999350456404e-39)).toBe(-87.49822998046875);
    expect(logf(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(logf(-1)).toBeNaN();
    expect(logf(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});
