import type { Classifier } from './classifier.ts';
import { type LinearMargin, linearMargin } from './linear-margin.ts';

/** Logistic regression of two classes by one linear function. */
export interface BinaryLogistic extends LinearMargin {
  readonly form: 'binary';
  /** Of the probability, for class 1. */
  readonly threshold: number;
}

export function binaryLogistic({ threshold, ...margin }: BinaryLogistic): Classifier {
  const rawThreshold = threshold === 0 ? -Infinity : threshold === 1 ? Infinity : Math.log(threshold / (1 - threshold));
  return {
    ...linearMargin(margin),
    toProbability(raw) {
      raw[0] = 1 / (1 + Math.exp(-raw[0]));
      raw[1] = 1 / (1 + Math.exp(-raw[1]));
    },
    fromProbability: (probability) => (probability[1] > threshold ? 1 : 0),
    fromRaw: (raw) => (raw[1] > rawThreshold ? 1 : 0),
    predict: (raw) => (1 / (1 + Math.exp(-raw[1])) > threshold ? 1 : 0),
  };
}
