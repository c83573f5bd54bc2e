import type { Estimators } from '../read-estimator.ts';
import { readIsotonicRegression } from './isotonic-regression.ts';

/** What `sklearn.isotonic` exports and is read natively, by package and class. */
export const isotonicEstimators: Estimators = {
  'isotonic.IsotonicRegression': readIsotonicRegression,
};
