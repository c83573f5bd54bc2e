import { columnOf, joinColumns, newMatrix, numberList, type Table } from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';

/** Stacking: the answers of its estimators are the input of the last one. */
function readStack(fitted: Fitted): (table: Table) => Table {
  const estimators = fitted.estimators('estimators_');
  const methods = fitted.list('stack_method_');
  const passesThrough = fitted.flag('passthrough', false);
  const parts = estimators.map((estimator, at) => readPart(fitted, estimator, methods[at]));
  return (table) => {
    const answers = parts.map((part) => part(table));
    return joinColumns(passesThrough ? [...answers, table] : answers, table.rows);
  };
}

/** Probabilities of two classes say the same thing twice: only the second is kept. */
function readPart(fitted: Fitted, estimator: Estimator, method: unknown): (table: Table) => Table {
  const { predictProba, decisionFunction, predict } = estimator;
  const chosen =
    method === 'predict_proba' ? predictProba : method === 'decision_function' ? decisionFunction : predict;
  if (chosen === undefined) throw fitted.refuse(`an estimator inside has no ${String(method)}`);
  if (method !== 'predict_proba') return chosen;
  return (table) => {
    const answer = chosen(table);
    if (answer.kind !== 'matrix' || answer.columns !== 2) return answer;
    return newMatrix(answer.rows, 1, numberList(columnOf(answer, 1), 1));
  };
}

export function readStackingRegressor(fitted: Fitted): Estimator {
  const stack = readStack(fitted);
  const { predict, isFloat32, isNested } = fitted.estimator('final_estimator_');
  if (predict === undefined) throw fitted.refuse('its last estimator does not predict');
  return {
    transform: stack,
    predict: (table) => predict(stack(table)),
    isWhole: false,
    ...present({ isFloat32, isNested }),
  };
}

/** Inside, labels are numbers of classes. */
export function readStackingClassifier(fitted: Fitted): Estimator {
  const stack = readStack(fitted);
  const classes = fitted.labels('classes_');
  const { predict, predictProba, decisionFunction } = fitted.estimator('final_estimator_');
  if (predict === undefined) throw fitted.refuse('its last estimator does not predict');
  return {
    classes,
    transform: stack,
    predict: (table) => labelsAt(classes, Int32Array.from(numberList(columnOf(predict(stack(table)), 0), 0))),
    ...present({
      predictProba: predictProba === undefined ? undefined : (table: Table) => predictProba(stack(table)),
      decisionFunction: decisionFunction === undefined ? undefined : (table: Table) => decisionFunction(stack(table)),
    }),
  };
}
