import { ScoringError } from '../../../scoring-error.ts';
import { javaDoubleText } from '../../../text/java-double-text.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { dotRow, matrixRows } from '../../plan/dot-row.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { argmax } from './argmax.ts';
import type { Classifier } from './classifier.ts';

/** What naive Bayes learned, whichever kind it is of. */
export interface Bayes {
  readonly classCount: number;
  readonly featureCount: number;
  readonly pi: Float64Array;
  /** Column-major [classes, features]. */
  readonly theta: Float64Array;
  /** The same of variances, or empty. */
  readonly sigma: Float64Array;
  /** Spark looks at the values of rows since 3.0, MLeap never. */
  readonly takesNegative: boolean;
}

type Score = Classifier['score'];

/** How raw predictions are made, by the kind of model. */
export const bayesScores: Readonly<Record<string, (model: Bayes) => Score>> = {
  multinomial: ({ classCount, pi, theta, takesNegative }) => {
    const weights = matrixRows(theta, classCount);
    return (input, row, raw) => {
      if (!takesNegative) checkValues(input, row, nonnegative);
      for (let at = 0; at < classCount; at++) raw[at] = pi[at] + dotRow(input, row, weights[at]);
    };
  },
  bernoulli: ({ classCount, pi, theta }) => {
    const negative = theta.map((value) => Math.log(1 - Math.exp(value)));
    const difference = theta.map((value, at) => value - negative[at]);
    const weights = matrixRows(difference, classCount);
    const base = pi.map((value, at) => value + sumRow(negative, at, classCount));
    return (input, row, raw) => {
      checkValues(input, row, binary);
      for (let at = 0; at < classCount; at++) raw[at] = base[at] + dotRow(input, row, weights[at]);
    };
  },
  complement: ({ classCount, theta }) => {
    const weights = matrixRows(theta, classCount);
    return (input, row, raw) => {
      checkValues(input, row, nonnegative);
      let sum = 0;
      for (let at = 0; at < classCount; at++) raw[at] = dotRow(input, row, weights[at]);
      const max = raw[argmax(raw)];
      for (let at = 0; at < classCount; at++) sum += Math.exp(raw[at] - max);
      for (let at = 0; at < classCount; at++) raw[at] -= Math.log(sum) + max;
    };
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

/** What a kind takes for a value, and how its refusal of others reads. */
interface ValueRule {
  readonly isFit: (value: number) => boolean;
  readonly requires: string;
}

const nonnegative: ValueRule = {
  isFit: (value) => value >= 0,
  requires: 'Naive Bayes requires nonnegative feature values',
};

const binary: ValueRule = {
  isFit: (value) => value === 0 || value === 1,
  requires: 'Bernoulli naive Bayes requires 0 or 1 feature values',
};

function checkValues(input: VectorRegister, row: number, { isFit, requires }: ValueRule): void {
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) {
    const value = input.values[at];
    if (!isFit(value))
      throw new ScoringError('invalid_value', `${requires} but found ${javaDoubleText(value)}`, { value });
  }
}
