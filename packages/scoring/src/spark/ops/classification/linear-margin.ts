import { chooseDot, weightsOf } from '../../plan/dot-row.ts';
import type { Classifier } from './classifier.ts';

/** One linear function that parts two classes. */
export interface LinearMargin {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Whether the coefficients were kept sparse: those of 0 take no part then. */
  readonly isSparse: boolean;
}

/** Two classes by one linear function: m = x . coefficients + intercept, raw [-m, m]. */
export function linearMargin(model: LinearMargin): Pick<Classifier, 'classCount' | 'featureCount' | 'score'> {
  const { coefficients, intercept, isSparse } = model;
  const weights = weightsOf(coefficients);
  const dot = chooseDot(isSparse);
  return {
    classCount: 2,
    featureCount: coefficients.length,
    score(input, row, raw) {
      const margin = dot(input, row, weights) + intercept;
      raw[0] = -margin;
      raw[1] = margin;
    },
  };
}
