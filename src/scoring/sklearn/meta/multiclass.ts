import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { labelTypeOf } from '../several-targets.ts';
import type { Fitted } from '../fitted.ts';
import { normalizeRows } from '../link.ts';
import { joinColumns, type Matrix, newMatrix, selectColumns, type Table } from '../table.ts';
import { binaryResponse, fromColumns, lastColumn, numericPredict } from './response.ts';

/** OneVsRestClassifier: a two-class estimator for each class. Also for several labels at once, answered as 0 and 1. */
export function readOneVsRest(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const binarizer = fitted.object('label_binarizer_');
  const isMultilabel = binarizer.text('y_type_', '').startsWith('multilabel');
  const classes = binarizer.labels('classes_');
  const responses = estimators.map((estimator) => binaryResponse(estimator, fitted));
  const respond = (table: Table) => fromColumns(responses.map((response) => response.respond(table)));
  const { threshold } = responses[0];
  const predict = (table: Table): Table => {
    const answers = respond(table);
    if (isMultilabel)
      return newMatrix(
        answers.rows,
        answers.columns,
        answers.values.map((value) => (value > threshold ? 1 : 0)),
      );
    if (estimators.length > 1) return labelsAt(classes, lastArgmax(answers));
    return labelsAt(
      classes,
      Int32Array.from(answers.values, (value) => (value > threshold ? 1 : 0)),
    );
  };
  const estimator: Estimator = { classes, predict };
  const decides = estimators.every(({ decisionFunction }) => decisionFunction !== undefined);
  const hasProbabilities = estimators.every(({ predictProba }) => predictProba !== undefined);
  return {
    ...estimator,
    ...(decides ? { decisionFunction: respond } : {}),
    ...(hasProbabilities ? { predictProba: (table: Table) => probabilities(estimators, table, isMultilabel) } : {}),
  };
}

function probabilities(estimators: readonly Estimator[], table: Table, isMultilabel: boolean): Matrix {
  const columns = estimators.map(({ predictProba }) =>
    lastColumn((predictProba as NonNullable<Estimator['predictProba']>)(table)),
  );
  if (columns.length === 1) return fromColumns([columns[0].map((p) => 1 - p), columns[0]]);
  const answer = fromColumns(columns);
  return isMultilabel ? answer : normalizeRows(answer, 'zero');
}

/** The last of equals, as `OneVsRestClassifier.predict` takes it. */
function lastArgmax({ rows, columns, values }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_none, row) => {
    let best = 0;
    for (let at = 1; at < columns; at++) if (values[row * columns + at] >= values[row * columns + best]) best = at;
    return best;
  });
}

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

/** MultiOutputRegressor and MultiOutputClassifier: an estimator for each target. */
export function readMultiOutput(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const predicts = estimators.map(({ predict }) => {
    if (predict === undefined) throw fitted.refuse('an estimator inside does not predict');
    return predict;
  });
  return {
    predict: (table) =>
      joinColumns(
        predicts.map((predict) => predict(table)),
        table.rows,
      ),
    isWhole: { predict: estimators.every(({ classes }) => classes !== undefined) },
    ...labelTypeOf(estimators.map(({ classes }) => classes)),
    isNested: true,
  };
}

/** An estimator of OneVsRest whose class never, or always, occurred. */
export function readConstantPredictor(fitted: Fitted): Estimator {
  const [value] = fitted.doubles('y_');
  const decisionFunction = (table: Table) => newMatrix(table.rows, 1, new Float64Array(table.rows).fill(value));
  const predictProba = (table: Table) =>
    fromColumns([1 - value, value].map((p) => new Float64Array(table.rows).fill(p)));
  return { decisionFunction, predict: decisionFunction, predictProba };
}

/** Searches over parameters answer by the best estimator they found. */
export function readSearch(fitted: Fitted): Estimator {
  return fitted.estimator('best_estimator_');
}
