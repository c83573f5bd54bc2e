import type { ModelSource } from './classifier.ts';

/** Position of the first greatest value, starting from element 0: a NaN there wins. Source: Spark `Vector.argmax`. */
export function argmax(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}

/** Divides by the sum, unless that is 0. */
export function normalize(values: Float64Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  if (sum === 0) return;
  for (let at = 0; at < values.length; at++) values[at] /= sum;
}

/**
 * Class of the greatest p / t, or of the greatest p without thresholds. A threshold of 0 makes its class win in MLeap;
 * Spark divides plainly, so that 0 / 0 is never chosen. Source: MLeap and Spark `ProbabilisticClassificationModel`.
 */
export function thresholdRule(source: ModelSource, classCount: number): (probability: Float64Array) => number {
  const thresholds = source.attributes.has('thresholds')
    ? source.attributes.numbers('thresholds')
    : new Float64Array(0);
  if (thresholds.length === 0) return argmax;
  if (thresholds.length !== classCount) {
    throw source.bad(
      'loaded with non-matching numClasses and thresholds.length. ' +
        `numClasses=${classCount}, but thresholds has length ${thresholds.length}`,
    );
  }
  const isSpark = source.semantics === 'spark';
  const scaled = new Float64Array(classCount);
  return (probability) => {
    for (let at = 0; at < classCount; at++) {
      scaled[at] = thresholds[at] === 0 && !isSpark ? Infinity : probability[at] / thresholds[at];
    }
    return isSpark ? greatest(scaled) : argmax(scaled);
  };
}

/** As `argmax`, but NaN never wins. */
function greatest(values: Float64Array): number {
  let best = 0;
  let max = -Infinity;
  for (let at = 0; at < values.length; at++) {
    if (values[at] > max) {
      max = values[at];
      best = at;
    }
  }
  return best;
}
