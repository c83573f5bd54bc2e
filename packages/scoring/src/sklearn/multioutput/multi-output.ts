import { joinColumns } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelTypeOf } from '../multi-output.ts';

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
    isWhole: estimators.every(({ classes }) => classes !== undefined),
    ...labelTypeOf(estimators.map(({ classes }) => classes)),
    isNested: true,
    isFloat32: estimators.every(({ classes, isFloat32 }) => classes === undefined && isFloat32 === true),
  };
}
