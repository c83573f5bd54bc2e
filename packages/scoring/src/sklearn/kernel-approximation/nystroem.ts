import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { affineStep } from '../linear-model/affine.ts';
import { readPairwiseKernel } from '../metrics/pairwise-kernel.ts';

/** Nystroem: kernels with some training rows, times a fixed matrix. */
export function readNystroem(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('normalization_');
  const run = readPairwiseKernel(fitted, fitted.points('components_'));
  const normalize = affineStep({ coefficients, intercepts: new Float64Array(coefficients.rows) });
  return { transform: (table) => run(table, [normalize], coefficients.rows) };
}
