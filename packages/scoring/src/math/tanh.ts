import { EXP } from './exp.ts';

/** From here on tanh is 1 to the last bit; doubled, as it is compared. */
export const TANH_LIMIT = 44;

const { inverse, high, low, shift } = EXP;
const [c13, c12, c11, c10, c9, c8, c7, c6, c5, c4, c3, c2, c1] = EXP.coefficients;

/**
 * Hyperbolic tangent within four units in the last place, by the same steps on every machine (see `exp`):
 * t / (t + 2) with t = e^(2|x|) - 1, from the series without its 1, so that nothing is lost near 0.
 */
export function tanh(x: number): number {
  if (x !== x) return x;
  const y = Math.min(Math.abs(x) + Math.abs(x), TANH_LIMIT);
  const whole = y * inverse + shift - shift;
  const r = y - whole * high - whole * low;
  const far = ((((((c13 * r + c12) * r + c11) * r + c10) * r + c9) * r + c8) * r + c7) * r + c6;
  const series = r * (((((far * r + c5) * r + c4) * r + c3) * r + c2) * r + c1);
  const power = 2 ** whole;
  const t = series * power + (power - 1);
  const answer = t / (t + 2);
  return x < 0 || Object.is(x, -0) ? -answer : answer;
}
