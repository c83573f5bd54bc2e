import type { Estimators } from '../read-estimator.ts';
import { readDummyClassifier, readDummyRegressor } from './dummy.ts';

/** What `sklearn.dummy` exports and is read natively, by package and class. */
export const dummyEstimators: Estimators = {
  'dummy.DummyClassifier': readDummyClassifier,
  'dummy.DummyRegressor': readDummyRegressor,
};
