/** The numbers of `exp`, which its vector form takes too. */
export const EXP = {
  /** e^x is 0 from the first on down, and infinite from the second on up. */
  lowest: -746,
  highest: 710,
  inverse: Math.LOG2E,
  /** ln 2 in two parts: the first has so few bits that a whole number times it is exact. */
  high: 0.6931471803691238,
  low: 1.9082149292705877e-10,
  /** Adding it leaves a whole number in the low bits of the sum, rounded to the nearest. */
  shift: 6755399441055744,
  /** 1/13!, 1/12! ... 1: the remainder is below 0.35, so that the next term would be below 4e-18. */
  coefficients: Array.from({ length: 14 }, (_none, at) => 1 / factorial(13 - at)),
} as const;

const { lowest, highest, inverse, high, low, shift } = EXP;
const [c13, c12, c11, c10, c9, c8, c7, c6, c5, c4, c3, c2, c1, c0] = EXP.coefficients;

/** 2^n at n + 600. */
const powers = Float64Array.from({ length: 1200 }, (_none, at) => 2 ** (at - 600));

/**
 * e^x within two units in the last place, by the same additions and multiplications on every machine, so that the
 * vector form of it (`linear/wasm`) gives the same bits: 2^n times the Taylor series of the remainder.
 */
export function exp(value: number): number {
  if (value !== value) return value;
  const x = value < lowest ? lowest : value > highest ? highest : value;
  const whole = x * inverse + shift - shift;
  const r = x - whole * high - whole * low;
  const far = ((((((c13 * r + c12) * r + c11) * r + c10) * r + c9) * r + c8) * r + c7) * r + c6;
  const sum = (((((far * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0;
  const half = whole >> 1;
  return sum * powers[half + 600] * powers[whole - half + 600];
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
