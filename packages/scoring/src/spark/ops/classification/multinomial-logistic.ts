import { present } from '../../../util/present.ts';
import { chooseDot, matrixRows } from '../../plan/dot-row.ts';
import { argmax } from './argmax.ts';
import type { Classifier, ClassifierContext } from './classifier.ts';
import { softmax, sparkSoftmax } from './softmax.ts';
import { thresholdRule } from './threshold-rule.ts';

/** Logistic regression by one linear function a class. */
export interface MultinomialLogistic {
  readonly form: 'multinomial';
  readonly classCount: number;
  /** Column-major [classes, features]. */
  readonly coefficients: Float64Array;
  readonly intercepts: Float64Array;
  readonly thresholds: Float64Array | undefined;
  /** Whether the coefficients were kept sparse: those of 0 take no part then. */
  readonly isSparse: boolean;
}

export function multinomialLogistic(model: MultinomialLogistic, context: ClassifierContext): Classifier {
  const { classCount, coefficients, intercepts, thresholds, isSparse } = model;
  const featureCount = coefficients.length / classCount;
  if (intercepts.length !== classCount || !Number.isInteger(featureCount)) {
    throw context.bad(
      `has ${intercepts.length} intercepts and ${coefficients.length} coefficients for ${classCount} classes`,
    );
  }
  const fromProbability = thresholdRule(model, context);
  const toProbability = context.semantics === 'spark' ? sparkSoftmax : softmax;
  const dot = chooseDot(isSparse);
  const weights = matrixRows(coefficients, classCount);
  const hasThresholds = thresholds !== undefined && thresholds.length > 0;
  const viaProbability = (raw: Float64Array) => {
    const probability = raw.slice();
    toProbability(probability);
    return fromProbability(probability);
  };
  return {
    classCount,
    featureCount,
    score(input, row, raw) {
      for (let at = 0; at < classCount; at++) raw[at] = dot(input, row, weights[at]) + intercepts[at];
    },
    toProbability,
    fromProbability,
    fromRaw: hasThresholds ? viaProbability : argmax,
    ...present({ predict: context.semantics === 'mleap' ? viaProbability : undefined }),
  };
}
