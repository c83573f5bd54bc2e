import { readTruncatedSvd } from '../decomposition/principal-components.ts';
import type { Estimators } from '../read-estimator.ts';

/** What `sklearn.random_projection` exports and is read natively, by package and class. */
export const randomProjectionEstimators: Estimators = {
  'random_projection.GaussianRandomProjection': readTruncatedSvd,
  'random_projection.SparseRandomProjection': readTruncatedSvd,
};
