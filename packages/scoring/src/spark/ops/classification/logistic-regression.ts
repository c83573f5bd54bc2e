import { present } from '../../../util/present.ts';
import { chooseDot } from '../../plan/old-map-vectors.ts';
import { argmax, thresholdRule } from './choose-class.ts';
import type { Classifier, LoadClassifier, ModelSource } from './classifier.ts';
import { readMargin } from './read-margin.ts';

/**
 * `logistic_regression`, binary (margin, logistic function, a threshold on p1) or multinomial (a column-major matrix
 * and softmax; also of two classes, where Spark was told so). Source: MLeap `LogisticRegressionModel.scala`.
 */
export const loadLogisticRegression: LoadClassifier = (source) =>
  source.attributes.classCount(2) > 2 || !source.attributes.has('coefficients') ? multinomial(source) : binary(source);

function binary(source: ModelSource): Classifier {
  const threshold = source.attributes.number('threshold', 0.5);
  const rawThreshold = threshold === 0 ? -Infinity : threshold === 1 ? Infinity : Math.log(threshold / (1 - threshold));
  return {
    ...readMargin(source),
    toProbability(raw) {
      raw[0] = 1 / (1 + Math.exp(-raw[0]));
      raw[1] = 1 / (1 + Math.exp(-raw[1]));
    },
    fromProbability: (probability) => (probability[1] > threshold ? 1 : 0),
    fromRaw: (raw) => (raw[1] > rawThreshold ? 1 : 0),
    predict: (raw) => (1 / (1 + Math.exp(-raw[1])) > threshold ? 1 : 0),
  };
}

function multinomial(source: ModelSource): Classifier {
  const { attributes } = source;
  const classCount = attributes.classCount();
  const coefficients = attributes.weights('coefficient_matrix');
  const intercepts = attributes.numbers('intercept_vector');
  const featureCount = coefficients.length / classCount;
  if (intercepts.length !== classCount || !Number.isInteger(featureCount)) {
    throw source.bad(
      `has ${intercepts.length} intercepts and ${coefficients.length} coefficients for ${classCount} classes`,
    );
  }
  const fromProbability = thresholdRule(source, classCount);
  const toProbability = source.semantics === 'spark' ? sparkSoftmax : softmax;
  const dot = chooseDot(source);
  const hasThresholds = attributes.has('thresholds') && attributes.numbers('thresholds').length > 0;
  const viaProbability = (raw: Float64Array) => {
    const probability = raw.slice();
    toProbability(probability);
    return fromProbability(probability);
  };
  return {
    classCount,
    featureCount,
    score(input, row, raw) {
      for (let at = 0; at < classCount; at++) {
        raw[at] = dot(input, row, coefficients, at, classCount) + intercepts[at];
      }
    },
    toProbability,
    fromProbability,
    fromRaw: hasThresholds ? viaProbability : argmax,
    ...present({ predict: source.semantics === 'mleap' ? viaProbability : undefined }),
  };
}

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
function sparkSoftmax(raw: Float64Array): void {
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
