/** Euler's constant. */
const GAMMA = 0.5772156649015329;

/**
 * Logarithmic derivative of the gamma function for x >= 0 (else NaN) as commons-math 3 calculates it: within 3e-9, as the second term
 * of its series has the wrong sign. MLeap's and Spark's LDA depend on it.
 * Source: Bernardo, "Algorithm AS 103" (1976); commons-math3 `Gamma.digamma`, whose values the tests hold.
 */
export function digamma(x: number): number {
  if (x < 0) return Number.NaN;
  if (x <= 1e-5) return -GAMMA - 1 / x;
  let steps = 0;
  while (x + steps < 49) steps++;
  const large = x + steps;
  const inverse = 1 / (large * large);
  let result = Math.log(large) - 0.5 / large - inverse * (1 / 12 + inverse * (1 / 120 - inverse / 252));
  for (let step = steps - 1; step >= 0; step--) result -= 1 / (x + step);
  return result;
}
