/**
 * Logarithmic derivative of the gamma function for x > 0; relative error about 1e-14.
 * Source: recurrence up to 10 and the asymptotic series, Abramowitz and Stegun 6.3.5 and 6.3.18.
 */
export function digamma(x: number): number {
  let shifted = x;
  let result = 0;
  while (shifted < 10) {
    result -= 1 / shifted;
    shifted += 1;
  }
  const inverse = 1 / (shifted * shifted);
  const series =
    inverse *
    (1 / 12 -
      inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - (inverse * 691) / 32760)))));
  return result + Math.log(shifted) - 0.5 / shifted - series;
}
