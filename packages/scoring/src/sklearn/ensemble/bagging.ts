import { selectColumns } from '../../frame/select-columns.ts';
import { withoutZeros } from '../../frame/sparse-table.ts';
import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { numericPredict } from '../response.ts';
import { mean } from './mean.ts';

/** The estimators of a bagging ensemble, each on its own columns. */
function readBag(fitted: Fitted): { estimators: Estimator[]; inputOf: (table: Table, at: number) => Table } {
  const estimators = fitted.estimators('estimators_');
  const places = fitted.list('estimators_features_').map((item) => fitted.integers(item, 'estimators_features_'));
  const isWhole = places.map((list) => list.length === fitted.columns && list.every((place, at) => place === at));
  return { estimators, inputOf: (table, at) => (isWhole[at] ? table : selectColumns(withoutZeros(table), places[at])) };
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
    estimators.forEach((estimator, at) => {
      const input = inputOf(table, at);
      if (estimator.predictProba === undefined) addVotes(answer, numericPredict(estimator, fitted)(input));
      else addProbabilities(answer, estimator.predictProba(input), estimator.classes);
    });
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

function addVotes(answer: Matrix, votes: Matrix): void {
  votes.values.forEach((label, row) => answer.values[row * answer.columns + label]++);
}

/** `classes`: the classes that an estimator has met, which may be fewer than those of the ensemble. */
function addProbabilities(answer: Matrix, { columns, values }: Matrix, classes: Estimator['classes']): void {
  values.forEach((p, at) => {
    const column = at % columns;
    const label = columns === answer.columns ? column : Number(classes?.values[column]);
    answer.values[Math.floor(at / columns) * answer.columns + label] += p;
  });
}
