import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readForest } from '../tree/forest.ts';
import { forestClassifier } from '../tree/forest-classifier.ts';
import { forestRegressor } from '../tree/forest-regressor.ts';

/** RandomForest and ExtraTrees regressors: the mean of the trees. */
export function readRandomForestRegressor(fitted: Fitted): Estimator {
  return forestRegressor(readForest(treesOf(fitted)));
}

/** RandomForest and ExtraTrees classifiers. */
export function readRandomForestClassifier(fitted: Fitted): Estimator {
  return forestClassifier(fitted, readForest(treesOf(fitted)));
}

export function treesOf(fitted: Fitted): Fitted[] {
  return fitted.list('estimators_').map((item) => fitted.objectOf(item, 'estimators_'));
}
