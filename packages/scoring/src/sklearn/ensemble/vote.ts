import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { joinColumns, type Matrix, newMatrix, selectColumns, type Table } from '../../frame/table.ts';
import { fromColumns, numericPredict } from '../response.ts';

/** Weights of the estimators that are not dropped; ones if none are given. */
function readWeights(fitted: Fitted, count: number): Float64Array {
  if (!fitted.has('weights')) return new Float64Array(count).fill(1);
  const weights = fitted.doubles('weights');
  if (weights.length === count) return weights;
  const isDropped = fitted
    .list('estimators')
    .map((item) => (item as { items?: readonly unknown[] }).items?.[1] === 'drop');
  return weights.filter((_weight, at) => !isDropped[at]);
}

/** Weighted mean, cell by cell. */
function mean(parts: readonly Matrix[], weights: Float64Array): Matrix {
  const [{ rows, columns }] = parts;
  const answer = newMatrix(rows, columns);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  parts.forEach((part, at) => part.values.forEach((value, cell) => (answer.values[cell] += weights[at] * value)));
  for (let cell = 0; cell < answer.values.length; cell++) answer.values[cell] /= total;
  return answer;
}

/** VotingClassifier: the highest mean probability (soft), or the most votes, the first class of equals (hard). */
export function readVotingClassifier(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const classes = fitted.labels('classes_');
  const weights = readWeights(fitted, estimators.length);
  if (fitted.text('voting', 'hard') === 'hard') {
    const predicts = estimators.map((estimator) => numericPredict(estimator, fitted));
    const votes = (table: Table) => fromColumns(predicts.map((predict) => predict(table).values));
    return {
      classes,
      transform: votes,
      isWhole: { transform: true },
      predict: (table) => labelsAt(classes, argmax(countVotes(votes(table), weights, classes.values.length))),
    };
  }
  const probabilities = estimators.map(({ predictProba }) => {
    if (predictProba === undefined) throw fitted.refuse('an estimator inside has no probabilities');
    return predictProba;
  });
  const predictProba = (table: Table) =>
    mean(
      probabilities.map((of) => of(table)),
      weights,
    );
  const transform = (table: Table) =>
    joinColumns(
      probabilities.map((of) => of(table)),
      table.rows,
    );
  return { classes, transform, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
}

function countVotes(votes: Matrix, weights: Float64Array, classes: number): Matrix {
  const answer = newMatrix(votes.rows, classes);
  votes.values.forEach(
    (label, at) => (answer.values[Math.floor(at / votes.columns) * classes + label] += weights[at % votes.columns]),
  );
  return answer;
}

export function readVotingRegressor(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const predicts = estimators.map((estimator) => numericPredict(estimator, fitted));
  const weights = readWeights(fitted, estimators.length);
  return {
    predict: (table) =>
      mean(
        predicts.map((predict) => predict(table)),
        weights,
      ),
    transform: (table) =>
      joinColumns(
        predicts.map((predict) => predict(table)),
        table.rows,
      ),
  };
}

/** The estimators of a bagging ensemble, each on its own columns. */
function readBag(fitted: Fitted): { estimators: Estimator[]; inputOf: (table: Table, at: number) => Table } {
  const estimators = fitted.estimators('estimators_');
  const places = fitted.list('estimators_features_').map((item) => fitted.integers(item, 'estimators_features_'));
  const isWhole = places.map((list) => list.length === fitted.columns && list.every((place, at) => place === at));
  return { estimators, inputOf: (table, at) => (isWhole[at] ? table : selectColumns(table, places[at])) };
}

export function readBaggingRegressor(fitted: Fitted): Estimator {
  const { estimators, inputOf } = readBag(fitted);
  const predicts = estimators.map((estimator) => numericPredict(estimator, fitted));
  const weights = new Float64Array(estimators.length).fill(1);
  return {
    predict: (table) =>
      mean(
        predicts.map((predict, at) => predict(inputOf(table, at))),
        weights,
      ),
  };
}

/** BaggingClassifier: mean probabilities; estimators without any give their vote. Their labels are numbers of classes. */
export function readBaggingClassifier(fitted: Fitted): Estimator {
  const { estimators, inputOf } = readBag(fitted);
  const classes = fitted.labels('classes_');
  const count = classes.values.length;
  const predictProba = (table: Table) => {
    const answer = newMatrix(table.rows, count);
    estimators.forEach((estimator, at) => addProbabilities(estimator, inputOf(table, at), answer, fitted));
    for (let cell = 0; cell < answer.values.length; cell++) answer.values[cell] /= estimators.length;
    return answer;
  };
  const decisions = estimators.map(({ decisionFunction }) => decisionFunction).filter((decide) => decide !== undefined);
  const weights = new Float64Array(decisions.length).fill(1);
  const bag: Estimator = { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
  if (decisions.length < estimators.length) return bag;
  const decisionFunction = (table: Table) =>
    mean(
      decisions.map((decide, at) => decide(inputOf(table, at))),
      weights,
    );
  return { ...bag, decisionFunction };
}

function addProbabilities(estimator: Estimator, table: Table, answer: Matrix, owner: Fitted): void {
  const { predictProba, classes } = estimator;
  if (predictProba === undefined) {
    numericPredict(
      estimator,
      owner,
    )(table).values.forEach((label, row) => answer.values[row * answer.columns + label]++);
    return;
  }
  const { columns, values } = predictProba(table);
  values.forEach((p, at) => {
    const column = at % columns;
    const label = columns === answer.columns ? column : Number(classes?.values[column]);
    answer.values[Math.floor(at / columns) * answer.columns + label] += p;
  });
}
