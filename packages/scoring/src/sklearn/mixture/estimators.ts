import type { Estimators } from '../read-estimator.ts';
import { readBayesianMixture, readGaussianMixture } from './gaussian-mixture.ts';

/** What `sklearn.mixture` exports and is read natively, by package and class. */
export const mixtureEstimators: Estimators = {
  'mixture.BayesianGaussianMixture': readBayesianMixture,
  'mixture.GaussianMixture': readGaussianMixture,
};
