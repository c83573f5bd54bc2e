import type { Estimators } from '../read-estimator.ts';
import { readKernelRidge } from './kernel-ridge.ts';

/** What `sklearn.kernel_ridge` exports and is read natively, by package and class. */
export const kernelRidgeEstimators: Estimators = {
  'kernel_ridge.KernelRidge': readKernelRidge,
};
