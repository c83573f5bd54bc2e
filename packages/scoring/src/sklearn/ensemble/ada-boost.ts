import { cellList, columnOf, type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax, rankDecision } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { softmaxRows } from '../probabilities.ts';
import { fromColumns, numericPredict } from '../response.ts';

/** What one estimator adds to each class. */
type Contribution = (table: Table) => Matrix;

/** AdaBoostClassifier: SAMME by labels, and SAMME.R (before release 1.6) by probabilities. Source: `decision_function`. */
export function readAdaBoostClassifier(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const count = classes.values.length;
  const estimators = fitted.estimators('estimators_');
  const weights = fitted.doubles('estimator_weights_');
  const isReal = fitted.text('algorithm', 'SAMME').endsWith('.R');
  const rest = fitted.atLeast(1, 3) ? -1 / (count - 1) : 0;
  const parts = estimators.map((estimator, at) =>
    isReal
      ? byProbability(estimator, count, fitted)
      : byLabel(predictOf(estimator, fitted), classes.values, { right: weights[at], wrong: rest * weights[at] }),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const decide = (given: Table) => {
    const table = finiteMatrix(given, fitted);
    const sum = newMatrix(table.rows, count);
    // Trained on one label: a decision of 0, whose share is 1.
    if (count === 1) return sum;
    for (const part of parts) part(table).values.forEach((value, at) => (sum.values[at] += value));
    for (let at = 0; at < sum.values.length; at++) sum.values[at] /= total;
    return count === 2 ? difference(sum) : sum;
  };
  const predictProba = (table: Table) => {
    const decision = decide(table);
    if (count === 2)
      return softmaxRows(fromColumns([decision.values.map((d) => -d / 2), decision.values.map((d) => d / 2)]));
    return softmaxRows(
      newMatrix(
        decision.rows,
        count,
        decision.values.map((d) => d / (count - 1 || 1)),
      ),
    );
  };
  const rank = (decision: Matrix) => (count === 2 ? rankDecision(decision) : argmax(decision));
  return {
    classes,
    decisionFunction: decide,
    predictProba,
    predict: (table) => labelsAt(classes, rank(decide(table))),
  };
}

function difference({ rows, values }: Matrix): Matrix {
  return newMatrix(
    rows,
    1,
    Float64Array.from({ length: rows }, (_none, row) => values[row * 2 + 1] - values[row * 2]),
  );
}

function predictOf({ predict }: Estimator, owner: Fitted): NonNullable<Estimator['predict']> {
  if (predict === undefined) throw owner.refuse('an estimator inside does not predict');
  return predict;
}

/** One weight for the class that was predicted, another for all others. */
function byLabel(
  predict: NonNullable<Estimator['predict']>,
  classes: ArrayLike<unknown>,
  { right, wrong }: { readonly right: number; readonly wrong: number },
): Contribution {
  return (table) => {
    const labels = cellList(columnOf(predict(table), 0));
    const answer = newMatrix(table.rows, classes.length);
    for (let at = 0; at < answer.values.length; at++) {
      answer.values[at] = labels[Math.floor(at / classes.length)] === classes[at % classes.length] ? right : wrong;
    }
    return answer;
  };
}

/** (K - 1) (log p - mean log p), with p at least 2^-52. */
function byProbability({ predictProba }: Estimator, count: number, owner: Fitted): Contribution {
  if (predictProba === undefined) throw owner.refuse('an estimator inside has no probabilities');
  return (table) => {
    const answer = predictProba(table).values.map((p) => Math.log(Math.max(p, 2 ** -52)));
    for (let start = 0; start < answer.length; start += count) {
      const row = answer.subarray(start, start + count);
      const mean = row.reduce((sum, value) => sum + value, 0) / count;
      for (let at = 0; at < count; at++) row[at] = (count - 1) * (row[at] - mean);
    }
    return newMatrix(table.rows, count, answer);
  };
}

/** AdaBoostRegressor: the weighted median of its estimators. */
export function readAdaBoostRegressor(fitted: Fitted): Estimator {
  const predicts = fitted.estimators('estimators_').map((estimator) => numericPredict(estimator, fitted));
  const weights = fitted.doubles('estimator_weights_').subarray(0, predicts.length);
  const predict = (given: Table) => {
    const table = finiteMatrix(given, fitted);
    const answers = predicts.map((predictOne) => predictOne(table).values);
    const medians = Float64Array.from({ length: table.rows }, (_none, row) =>
      weightedMedian(
        answers.map((answer) => answer[row]),
        weights,
      ),
    );
    return newMatrix(table.rows, 1, medians);
  };
  return { predict };
}

/** The smallest value at which the weights so far reach half of all. */
function weightedMedian(values: readonly number[], weights: Float64Array): number {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const at of order) total += weights[at];
  let sum = 0;
  for (const at of order) {
    sum += weights[at];
    if (sum >= 0.5 * total) return values[at];
  }
  return values[order[order.length - 1]];
}
