import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { votesOfPairs } from '../multiclass/one-vs-one.ts';
import { coupleProbabilities } from './couple-probabilities.ts';
import { readSupportVectors, type SupportVectors } from './support-vectors.ts';

/**
 * SVC and NuSVC: a decision for each pair of classes, (0, 1), (0, 2) ..., positive for the first of the pair. The label has
 * the most votes; the probability comes from a sigmoid for each pair. Source: libsvm's `svm_predict_values`.
 */
export function readSupportVectorClassifier(fitted: Fitted): Estimator {
  const vectors = readSupportVectors(fitted);
  const classes = fitted.labels('classes_');
  const count = classes.values.length;
  const pairs = (count * (count - 1)) / 2;
  const starts = readStarts(fitted, count, vectors.count);
  if (vectors.coefficients.rows !== count - 1) throw fitted.unknown('_dual_coef_', 'a row for each class but one');
  if (vectors.intercepts.length !== pairs) throw fitted.unknown('_intercept_', 'a number for each pair of classes');
  // The kernels of many rows with all vectors stand in memory only where there are several pairs.
  if (count > 2) fitted.declareWidth(vectors.count);
  const decide = count === 2 ? vectors.weightedSum : (table: Table) => pairDecisions(vectors, starts, table);
  const isOneVsRest = fitted.text('decision_function_shape', 'ovr') === 'ovr' && count > 2;
  const decisionFunction = (table: Table): Matrix => {
    const decisions = decide(table);
    if (isOneVsRest)
      return votesOfPairs(
        map(decisions, (d) => (d < 0 ? 1 : 0)),
        map(decisions, (d) => -d),
        count,
      );
    return count === 2 ? map(decisions, (d) => -d) : decisions;
  };
  const breaksTies = fitted.flag('break_ties', false) && isOneVsRest;
  const predict = (table: Table) => {
    if (breaksTies) return labelsAt(classes, argmax(decisionFunction(table)));
    return labelsAt(classes, argmax(countVotes(decide(table), count)));
  };
  const estimator: Estimator = { classes, decisionFunction, predict };
  const slopes = fitted.doubles(fitted.has('_probA') ? '_probA' : 'probA_');
  const shifts = fitted.doubles(fitted.has('_probB') ? '_probB' : 'probB_');
  if (slopes.length === 0) return estimator;
  if (slopes.length !== pairs || shifts.length !== pairs)
    throw fitted.unknown('_probA', 'a number for each pair of classes');
  return { ...estimator, predictProba: (table) => coupleProbabilities(decide(table), { slopes, shifts }, count) };
}

function map(matrix: Matrix, change: (value: number) => number): Matrix {
  return newMatrix(matrix.rows, matrix.columns, matrix.values.map(change));
}

/** First support vector of each class, and their number at the end. */
function readStarts(fitted: Fitted, classes: number, vectors: number): number[] {
  const name = fitted.has('_n_support') ? '_n_support' : 'n_support_';
  const starts = [0];
  for (const size of fitted.doubles(name)) {
    if (!(Number.isInteger(size) && size >= 0)) throw fitted.unknown(name, 'an array of counts');
    starts.push(starts[starts.length - 1] + size);
  }
  if (starts.length !== classes + 1 || starts[classes] !== vectors)
    throw fitted.unknown(name, `${classes} counts that add up to ${vectors} support vectors`);
  return starts;
}

function pairDecisions(
  { coefficients, intercepts, kernels, count: width }: SupportVectors,
  starts: readonly number[],
  table: Table,
): Matrix {
  const { rows, values } = kernels(table);
  const classes = starts.length - 1;
  const answer = newMatrix(rows, (classes * (classes - 1)) / 2);
  const sum = (row: number, of: number, against: number) => {
    let total = 0;
    for (let at = starts[of]; at < starts[of + 1]; at++)
      total += coefficients.values[against * width + at] * values[row * width + at];
    return total;
  };
  for (let row = 0, out = 0; row < rows; row++) {
    for (let i = 0, pair = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++, pair++)
        answer.values[out++] = sum(row, i, j - 1) + sum(row, j, i) + intercepts[pair];
    }
  }
  return answer;
}

function countVotes(pairs: Matrix, classes: number): Matrix {
  const votes = newMatrix(pairs.rows, classes);
  for (let row = 0, at = 0; row < pairs.rows; row++) {
    for (let i = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++) votes.values[row * classes + (pairs.values[at++] > 0 ? i : j)]++;
    }
  }
  return votes;
}
