import { newMatrix, type Table } from '../../frame/table.ts';
import { multiply } from '../../math/multiply.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readPairwiseKernel } from '../metrics/pairwise-kernel.ts';

/** KernelRidge: kernels with the training rows times `dual_coef_`, a column for each target. */
export function readKernelRidge(fitted: Fitted): Estimator {
  const training = fitted.points('X_fit_');
  const run = readPairwiseKernel(fitted, training);
  const isNested = fitted.dimensions('dual_coef_') > 1;
  const targets = isNested ? fitted.matrix('dual_coef_').columns : 1;
  const weights = fitted.doubles('dual_coef_');
  if (weights.length !== training.rows * targets) throw fitted.unknown('dual_coef_', 'a row for each training row');
  fitted.declareWidth(training.rows);
  const predict = (table: Table) => {
    const { rows, values: kernels } = run(table, [], training.rows);
    return newMatrix(rows, targets, multiply(kernels, weights, rows, training.rows, targets));
  };
  return { predict, isNested };
}
