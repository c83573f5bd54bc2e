/** 2^(i/32) for i in 0 .. 31. */
const powers = Float64Array.from({ length: 32 }, (_, i) => 2 ** (i / 32));

/** ln of the largest float32, and of half the smallest positive one. */
const OVERFLOW = 88.72283172607422;
const UNDERFLOW = -103.972076416015;

const C0 = 0.05550361559341535 / 32 / 32 / 32;
const C1 = 0.2402284522445722 / 32 / 32;
const C2 = 0.6931471806916203 / 32;

/**
 * e^x in float32 for a float32 `x`, bit for bit as glibc (2.27 and later) computes `expf`, which is what models were
 * scored with: e^x = 2^(k/32) * 2^(r/32) with a cubic in double for the second factor. It is not the correctly rounded
 * result in about one case of a thousand, so `Math.fround(Math.exp(x))` would differ.
 * Source: the algorithm and constants of glibc's `sysdeps/ieee754/flt-32/e_expf.c` (Arm optimized routines).
 */
export function expf(x: number): number {
  if (x !== x) return Number.NaN;
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
  if (x < UNDERFLOW) return 0;
  const scaled = x * 1.4426950408889634 * 32;
  const whole = roundHalfEven(scaled);
  const r = scaled - whole;
  const power = powers[whole & 31] * 2 ** Math.floor(whole / 32);
  return Math.fround(((C0 * r + C1) * (r * r) + (C2 * r + 1)) * power);
}

/** Adding 1.5 * 2^52 leaves no room for a fraction, and rounds as the processor does. */
function roundHalfEven(x: number): number {
  const shift = 6755399441055744;
  return x + shift - shift;
}
