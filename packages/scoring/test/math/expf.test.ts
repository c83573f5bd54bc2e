import { describe, expect, it } from 'vitest';
import { expf } from '../../src/math/expf.ts';

describe('expf()', () => {
  it('is glibc 2.36’s expf, also where that is not the correctly rounded result', () => {
    expect(expf(-14.6254301071167)).toBe(4.448938568657468e-7);
    expect(expf(62.5380744934082)).toBe(1.4452423355764394e27);
    expect(expf(0.5275492668151855)).toBe(1.69477379322052);
    expect(expf(-51.43550491333008)).toBe(4.5903314359274956e-23);
    expect(expf(-0.18259651958942413)).toBe(0.8331042528152466);
    expect(expf(-9.091608047485352)).toBe(0.00011260684550506994);
    expect(expf(-27.695968627929688)).toBe(9.37116703680907e-13); // Math.fround(Math.exp(x)) is one unit off
    expect(expf(-0.26693928241729736)).toBe(0.7657195925712585); // Math.fround(Math.exp(x)) is one unit off
    expect(expf(-84.6360092163086)).toBe(1.7500410704917372e-37); // Math.fround(Math.exp(x)) is one unit off
    expect(expf(-71.77057647705078)).toBe(6.76760015759223e-32); // Math.fround(Math.exp(x)) is one unit off
    expect(expf(-0.9601129293441772)).toBe(0.38284966349601746); // Math.fround(Math.exp(x)) is one unit off
  });

  it('ends in infinity and zero', () => {
    expect(expf(88.73)).toBe(Number.POSITIVE_INFINITY);
    expect(expf(-104)).toBe(0);
    expect(expf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(expf(Number.NaN)).toBeNaN();
    expect(expf(0)).toBe(1);
  });
});
