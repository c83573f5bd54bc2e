import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readForest } from './forest.ts';
import { forestClassifier } from './forest-classifier.ts';
import { forestRegressor } from './forest-regressor.ts';

/** DecisionTree and ExtraTree regressors: the value of the leaf, a column for each target. */
export function readDecisionTreeRegressor(fitted: Fitted): Estimator {
  return forestRegressor(readForest([fitted]));
}

export function readDecisionTreeClassifier(fitted: Fitted): Estimator {
  return forestClassifier(fitted, readForest([fitted]));
}
