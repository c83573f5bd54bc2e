import { joinColumns, type Matrix, type Table, toMatrix } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { fromColumns, lastColumn, numericPredict } from '../response.ts';

/** One column of an estimator's answer. */
type Respond = (table: Table) => Matrix;

/** RegressorChain: each estimator sees the input and the answers of those before it; `order_` says which target is whose. */
export function readRegressorChain(fitted: Fitted): Estimator {
  const responds = fitted.estimators('estimators_').map((estimator) => numericPredict(estimator, fitted));
  return { predict: chain(fitted, responds, responds), isNested: true };
}

/**
 * ClassifierChain: the same with labels; what is handed on is `chain_method_` (release 1.5 on), else labels.
 * Source: `_BaseChain._get_predictions`.
 */
export function readClassifierChain(fitted: Fitted): Estimator {
  const estimators = fitted.estimators('estimators_');
  const responses: Record<string, (estimator: Estimator) => Respond | undefined> = {
    predict: (estimator) => numericPredict(estimator, fitted),
    predict_proba: ({ predictProba }) => predictProba && ((table) => column(lastColumn(predictProba(table)))),
    decision_function: ({ decisionFunction }) => decisionFunction,
  };
  const name = fitted.text('chain_method_', 'predict');
  const of = (method: string) => {
    const respond = own(responses, method);
    const found = respond === undefined ? [] : estimators.map(respond);
    const present = found.filter((each) => each !== undefined);
    return present.length === estimators.length && present.length > 0 ? present : undefined;
  };
  const handedOn = of(name);
  const predicts = of('predict');
  if (handedOn === undefined || predicts === undefined) throw fitted.refuse(`its estimators hand on ${name}`);
  const [probabilities, decisions] = [of('predict_proba'), of('decision_function')];
  return {
    predict: chain(fitted, handedOn, predicts),
    // Labels come out of an array of doubles.
    isWhole: false,
    isNested: true,
    ...present({
      predictProba: probabilities === undefined ? undefined : chain(fitted, handedOn, probabilities),
      decisionFunction: decisions === undefined ? undefined : chain(fitted, handedOn, decisions),
    }),
  };
}

/** `handedOn` makes the columns that later estimators see besides the input, `answered` those that are given out. */
function chain(fitted: Fitted, handedOn: readonly Respond[], answered: readonly Respond[]): (table: Table) => Matrix {
  const order = fitted.integers(fitted.raw('order_'), 'order_');
  if (order.length !== handedOn.length || order.some((target) => target < 0 || target >= order.length)) {
    throw fitted.unknown('order_', 'a place for each estimator');
  }
  return (table) => {
    let input = toMatrix(table, fitted.columns);
    const answers: Float64Array[] = handedOn.map(() => new Float64Array(0));
    handedOn.forEach((respond, at) => {
      const seen = respond(input);
      if (seen.columns !== 1)
        throw new ScoringError('bad_model', 'An estimator of a chain answers more than one target.');
      answers[order[at]] = answered[at] === respond ? seen.values : answered[at](input).values;
      input = toMatrix(joinColumns([input, seen], table.rows));
    });
    return fromColumns(answers);
  };
}

const column = (values: Float64Array): Matrix => fromColumns([values]);
