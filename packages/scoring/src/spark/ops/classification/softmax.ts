import { argmax } from './argmax.ts';

/** e^x over their sum, the maximum taken off first if it is positive; all weight on an infinite maximum. In place. */
export function softmax(raw: Float64Array): void {
  const best = argmax(raw);
  const max = raw[best];
  if (max === Infinity) {
    raw.fill(0);
    raw[best] = 1;
    return;
  }
  let sum = 0;
  for (let at = 0; at < raw.length; at++) {
    raw[at] = Math.exp(max > 0 ? raw[at] - max : raw[at]);
    sum += raw[at];
  }
  const factor = 1 / sum;
  for (let at = 0; at < raw.length; at++) raw[at] *= factor;
}

/**
 * As `softmax`, with the maximum always taken off; all weight on the first infinity, beside which other infinities and NaN are
 * NaN, since Spark multiplies by 0 there. Source: `softmax` of Spark's `ml.impl.Utils`.
 */
export function sparkSoftmax(raw: Float64Array): void {
  const infinite = raw.indexOf(Infinity);
  if (infinite >= 0) {
    for (let at = 0; at < raw.length; at++) raw[at] = Number.isFinite(raw[at]) ? 0 : Number.NaN;
    raw[infinite] = 1;
    return;
  }
  let max = -Number.MAX_VALUE;
  for (const value of raw) if (value > max) max = value;
  let sum = 0;
  for (let at = 0; at < raw.length; at++) {
    raw[at] = Math.exp(raw[at] - max);
    sum += raw[at];
  }
  const factor = 1 / sum;
  for (let at = 0; at < raw.length; at++) raw[at] *= factor;
}
