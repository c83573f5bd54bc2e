import { javaDoubleText } from '../../../text/java-double-text.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { denseRow, dotRow } from '../../plan/old-map-vectors.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { argmax, thresholdRule } from './choose-class.ts';
import type { Classifier, LoadClassifier } from './classifier.ts';
import { own } from '../../../util/own.ts';

interface Bayes {
  readonly classCount: number;
  readonly featureCount: number;
  readonly pi: Float64Array;
  /** Column-major [classes, features]. */
  readonly theta: Float64Array;
  readonly sigma: Float64Array;
  /** Spark looks at the values of rows since 3.0. */
  readonly takesNegative: boolean;
}

type Score = Classifier['score'];

/**
 * `naive_bayes`: multinomial and Bernoulli as MLeap has them, gaussian and complement as in Spark (MLeap cannot load
 * those). Source: MLeap `NaiveBayesModel.scala`, Spark 4.1 `NaiveBayesModel`.
 */
export const loadNaiveBayes: LoadClassifier = (source) => {
  const { attributes } = source;
  const classCount = attributes.classCount();
  const featureCount = attributes.integer('num_features');
  const theta = attributes.numbers('theta');
  if (theta.length !== classCount * featureCount)
    throw source.bad(`has ${theta.length} numbers theta for ${classCount} x ${featureCount}`);
  const pi = attributes.numbers('pi', new Float64Array(classCount));
  if (pi.length !== classCount) throw source.bad(`has ${pi.length} numbers pi for ${classCount} classes`);
  const sigma = attributes.has('sigma') ? attributes.numbers('sigma') : new Float64Array(0);
  const model: Bayes = {
    classCount,
    featureCount,
    theta,
    sigma,
    pi,
    takesNegative: attributes.boolean('takes_negative', false),
  };
  const type = attributes.string('model_type').toLowerCase();
  const build = own(kinds, type);
  if (build === undefined) throw source.bad(`has the unknown model type "${type}"`);
  if (type === 'gaussian' && sigma.length !== theta.length) throw source.bad('has no variances (sigma)');
  const fromProbability = thresholdRule(source, classCount);
  const hasThresholds = attributes.has('thresholds');
  const viaProbability = (raw: Float64Array) => {
    const probability = raw.slice();
    expNormalize(probability);
    return fromProbability(probability);
  };
  return {
    classCount,
    featureCount,
    score: build(model),
    toProbability: expNormalize,
    fromProbability,
    fromRaw: hasThresholds ? viaProbability : argmax,
  };
};

const kinds: Readonly<Record<string, (model: Bayes) => Score>> = {
  multinomial:
    ({ classCount, pi, theta, takesNegative }) =>
    (input, row, raw) => {
      if (!takesNegative) checkValues(input, row, (value) => value >= 0, 'nonnegative');
      for (let at = 0; at < classCount; at++) raw[at] = pi[at] + dotRow(input, row, theta, at, classCount);
    },
  bernoulli: ({ classCount, pi, theta }) => {
    const negative = theta.map((value) => Math.log(1 - Math.exp(value)));
    const difference = theta.map((value, at) => value - negative[at]);
    const base = pi.map((value, at) => value + sumRow(negative, at, classCount));
    return (input, row, raw) => {
      checkValues(input, row, (value) => value === 0 || value === 1, '0 or 1');
      for (let at = 0; at < classCount; at++) raw[at] = base[at] + dotRow(input, row, difference, at, classCount);
    };
  },
  complement:
    ({ classCount, theta }) =>
    (input, row, raw) => {
      checkValues(input, row, (value) => value >= 0, 'nonnegative');
      let sum = 0;
      for (let at = 0; at < classCount; at++) raw[at] = dotRow(input, row, theta, at, classCount);
      const max = raw[argmax(raw)];
      for (let at = 0; at < classCount; at++) sum += Math.exp(raw[at] - max);
      for (let at = 0; at < classCount; at++) raw[at] -= Math.log(sum) + max;
    },
  gaussian: ({ classCount, featureCount, pi, theta, sigma }) => {
    const scratch = { values: new Float64Array(0) };
    const logs = sigma.map(Math.log);
    return (input, row, raw) => {
      const values = denseRow(input, row, scratch);
      for (let at = 0; at < classCount; at++) {
        let sum = pi[at] - sumRow(logs, at, classCount) / 2;
        for (let j = 0; j < featureCount; j++) {
          const away = values[j] - theta[at + j * classCount];
          sum -= (away * away) / sigma[at + j * classCount] / 2;
        }
        raw[at] = sum;
      }
    };
  },
};

/** The sum of one row of a column-major matrix. */
function sumRow(matrix: Float64Array, row: number, rowCount: number): number {
  let sum = 0;
  for (let at = row; at < matrix.length; at += rowCount) sum += matrix[at];
  return sum;
}

function checkValues(input: VectorRegister, row: number, isFit: (value: number) => boolean, wanted: string): void {
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) {
    const value = input.values[at];
    if (isFit(value)) continue;
    const kind = wanted === '0 or 1' ? 'Bernoulli naive Bayes' : 'Naive Bayes';
    throw new ScoringError(
      'invalid_value',
      `${kind} requires ${wanted} feature values but found ${javaDoubleText(value)}`,
      { value },
    );
  }
}

/** e^(x - max) over their sum. */
function expNormalize(raw: Float64Array): void {
  const max = raw[argmax(raw)];
  let sum = 0;
  for (let at = 0; at < raw.length; at++) {
    raw[at] = Math.exp(raw[at] - max);
    sum += raw[at];
  }
  for (let at = 0; at < raw.length; at++) raw[at] /= sum;
}
