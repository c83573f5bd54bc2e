import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { joinColumns, type Matrix, type Table, toMatrix } from '../table.ts';
import { fromColumns, numericPredict } from './response.ts';

/** RegressorChain: each estimator sees the input and the answers of those before it; `order_` tells which target is whose. */
export function readRegressorChain(fitted: Fitted): Estimator {
  const predicts = fitted.estimators('estimators_').map((estimator) => numericPredict(estimator, fitted));
  const order = fitted.integers(fitted.raw('order_'), 'order_');
  if (order.length !== predicts.length || order.some((target) => target < 0 || target >= predicts.length)) {
    throw fitted.unknown('order_', 'a place for each estimator');
  }
  const predict = (table: Table): Matrix => {
    let input = toMatrix(table, fitted.columns);
    const answers: Float64Array[] = predicts.map(() => new Float64Array(0));
    predicts.forEach((predictOne, at) => {
      const answer = predictOne(input);
      if (answer.columns !== 1)
        throw new ScoringError('bad_model', 'An estimator of a chain answers more than one target.');
      answers[order[at]] = answer.values;
      input = toMatrix(joinColumns([input, answer], table.rows));
    });
    return fromColumns(answers);
  };
  return { predict };
}
