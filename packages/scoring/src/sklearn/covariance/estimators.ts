import type { Estimators } from '../read-estimator.ts';
import { readEllipticEnvelope } from './elliptic-envelope.ts';

/** What `sklearn.covariance` exports and is read natively, by package and class. */
export const covarianceEstimators: Estimators = {
  'covariance.EllipticEnvelope': readEllipticEnvelope,
};
