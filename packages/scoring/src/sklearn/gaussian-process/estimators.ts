import type { Estimators } from '../read-estimator.ts';
import { readBinaryGaussianProcess, readGaussianProcessClassifier } from './gaussian-process-classifier.ts';
import { readGaussianProcessRegressor } from './gaussian-process-regressor.ts';

/** What `sklearn.gaussian_process` exports and is read natively, by package and class. */
export const gaussianProcessEstimators: Estimators = {
  'gaussian_process._BinaryGaussianProcessClassifierLaplace': readBinaryGaussianProcess,
  'gaussian_process.GaussianProcessClassifier': readGaussianProcessClassifier,
  'gaussian_process.GaussianProcessRegressor': readGaussianProcessRegressor,
};
