import { selectColumns } from '../../frame/select-columns.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { binaryResponse, fromColumns, lastColumn, numericPredict } from '../response.ts';

/** OneVsOneClassifier: an estimator for each pair of classes, by votes. */
export function readOneVsOne(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const classes = fitted.labels('classes_');
  const pairs = fitted.has('pairwise_indices_')
    ? fitted.list('pairwise_indices_').map((item) => fitted.integers(item, 'pairwise_indices_'))
    : undefined;
  const responses = estimators.map((estimator) => binaryResponse(estimator, fitted));
  const predicts = estimators.map((estimator) => numericPredict(estimator, fitted));
  const count = classes.values.length;
  const decisionFunction = (table: Table) => {
    const inputs = estimators.map((_none, at) => (pairs === undefined ? table : selectColumns(table, pairs[at])));
    const confidences = fromColumns(responses.map(({ respond }, at) => respond(inputs[at])));
    const seconds = fromColumns(predicts.map((predict, at) => predict(inputs[at]).values));
    const votes = votesOfPairs(seconds, confidences, count);
    return count === 2 ? newMatrix(votes.rows, 1, lastColumn(votes)) : votes;
  };
  const { threshold } = responses[0];
  const predict = (table: Table) => {
    const decision = decisionFunction(table);
    if (count > 2) return labelsAt(classes, argmax(decision));
    return labelsAt(
      classes,
      Int32Array.from(decision.values, (value) => (value > threshold ? 1 : 0)),
    );
  };
  return { classes, decisionFunction, predict };
}

/**
 * Votes of pairs of classes (0, 1), (0, 2) ... with ties broken by confidence: a column for each class.
 * `seconds`: 1 where the second class of the pair wins. Source: `_ovr_decision_function`.
 */
export function votesOfPairs(seconds: Matrix, confidences: Matrix, classes: number): Matrix {
  const answer = newMatrix(seconds.rows, classes);
  for (let row = 0; row < seconds.rows; row++) {
    const votes = answer.values.subarray(row * classes, (row + 1) * classes);
    const sums = new Float64Array(classes);
    let pair = row * seconds.columns;
    for (let i = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++, pair++) {
        sums[i] -= confidences.values[pair];
        sums[j] += confidences.values[pair];
        votes[seconds.values[pair] === 0 ? i : j]++;
      }
    }
    for (let at = 0; at < classes; at++) votes[at] += sums[at] / (3 * (Math.abs(sums[at]) + 1));
  }
  return answer;
}
