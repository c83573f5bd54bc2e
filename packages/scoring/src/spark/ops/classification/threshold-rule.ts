import { argmax } from './argmax.ts';
import type { ClassifierContext } from './classifier.ts';

/** Thresholds of the classes, if there are any, and how many classes there are. */
export interface ClassThresholds {
  readonly thresholds: Float64Array | undefined;
  readonly classCount: number;
}

/**
 * Class of the greatest p / t, or of the greatest p without thresholds. A threshold of 0 makes its class win in MLeap;
 * Spark divides plainly, so that 0 / 0 is never chosen. Source: MLeap and Spark `ProbabilisticClassificationModel`.
 */
export function thresholdRule(
  { thresholds, classCount }: ClassThresholds,
  context: ClassifierContext,
): (probability: Float64Array) => number {
  if (thresholds === undefined || thresholds.length === 0) return argmax;
  if (thresholds.length !== classCount) {
    throw context.bad(
      'loaded with non-matching numClasses and thresholds.length. ' +
        `numClasses=${classCount}, but thresholds has length ${thresholds.length}`,
    );
  }
  const isSpark = context.semantics === 'spark';
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
