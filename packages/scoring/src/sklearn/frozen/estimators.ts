import type { Estimators } from '../read-estimator.ts';

/** What `sklearn.frozen` exports and is read natively, by package and class. */
export const frozenEstimators: Estimators = {
  'frozen.FrozenEstimator': (fitted) => fitted.estimator('estimator'),
};
