import type { Estimators } from '../read-estimator.ts';
import { readPlsRegression, readPlsSvd } from './pls-regression.ts';

/** What `sklearn.cross_decomposition` exports and is read natively, by package and class. */
export const crossDecompositionEstimators: Estimators = {
  'cross_decomposition.CCA': readPlsRegression,
  'cross_decomposition.PLSCanonical': readPlsRegression,
  'cross_decomposition.PLSRegression': readPlsRegression,
  'cross_decomposition.PLSSVD': readPlsSvd,
};
