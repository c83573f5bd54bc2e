/**
 * Distribution function of the standard normal distribution; relative error about 1e-15, also in the tails.
 * Source: series and continued fraction of Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.11 and 26.2.14.
 */
export function normalCdf(x: number): number {
  if (x !== x) return Number.NaN;
  const size = Math.abs(x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 500; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + sum * density;
  }
  if (size === Infinity) return x > 0 ? 1 : 0;
  let fraction = 0;
  for (let k = 120; k > 0; k--) fraction = k / (size + fraction);
  const tail = density / (size + fraction);
  return x > 0 ? 1 - tail : tail;
}

/** The same as (1 + erf) / 2, as breeze has it: below 0 it keeps no more digits than that sum does. */
export function normalCdfByErf(x: number): number {
  const erf = 1 - 2 * normalCdf(-Math.abs(x));
  return 0.5 * (1 + (x < 0 ? -erf : erf));
}
