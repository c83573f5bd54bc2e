import { joinColumns, type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { fromColumns, numericPredict } from '../response.ts';
import { mean } from './mean.ts';

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
      transformType: { type: 'integer' },
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
    isWhole: false,
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
