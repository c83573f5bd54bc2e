const EULER = 0.5772156649015329;

/**
 * The digamma function for x > 0 (else NaN), to rounding: recurrence up to 12, then the asymptotic series.
 * Source: NIST Digital Library of Mathematical Functions, 5.5.2 and 5.11.2.
 */
export function psi(x: number): number {
  if (x <= 0) return Number.NaN;
  let result = 0;
  let large = x;
  for (; large < 12; large++) result -= 1 / large;
  const square = 1 / (large * large);
  // B(2k) / 2k, k = 1 ... 6
  const series =
    1 / 12 -
    square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * (691 / 32_760)))));
  return result + Math.log(large) - 0.5 / large - square * series;
}

/**
 * The same as scikit-learn's topic models have it: five digits shorter in the series, which decides when their iterations end.
 * Source: `psi` in `sklearn/decomposition/_online_lda_fast.pyx`.
 */
export function shortPsi(x: number): number {
  if (x <= 1e-6) return -EULER - 1 / x;
  let result = 0;
  let large = x;
  for (; large < 6; large++) result -= 1 / large;
  const inverse = 1 / large;
  const square = inverse * inverse;
  return result + Math.log(large) - 0.5 * inverse - square * (1 / 12 - square * (1 / 120 - square * (1 / 252)));
}
