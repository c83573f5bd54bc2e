import type { Estimators } from '../read-estimator.ts';
import { readAdditiveChi2Sampler } from './additive-chi2-sampler.ts';
import { readNystroem } from './nystroem.ts';
import { readPolynomialCountSketch } from './polynomial-count-sketch.ts';
import { readRbfSampler } from './rbf-sampler.ts';
import { readSkewedChi2Sampler } from './skewed-chi2-sampler.ts';

/** What `sklearn.kernel_approximation` exports and is read natively, by package and class. */
export const kernelApproximationEstimators: Estimators = {
  'kernel_approximation.AdditiveChi2Sampler': readAdditiveChi2Sampler,
  'kernel_approximation.Nystroem': readNystroem,
  'kernel_approximation.PolynomialCountSketch': readPolynomialCountSketch,
  'kernel_approximation.RBFSampler': readRbfSampler,
  'kernel_approximation.SkewedChi2Sampler': readSkewedChi2Sampler,
};
