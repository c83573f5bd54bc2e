import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { rowViews } from '../row-views.ts';
import { readCovariance } from './covariance.ts';
import { divideColumns, readRadialKernel } from './radial-kernel.ts';

/** GaussianProcessRegressor: covariances with the training rows times `alpha_`, scaled back to the target. */
export function readGaussianProcessRegressor(fitted: Fitted): Estimator {
  const training = fitted.matrix('X_train_');
  const alphas = fitted.doubles('alpha_');
  const targets = alphas.length / training.rows;
  const means = fitted.doubles('_y_train_mean');
  const scales = fitted.has('_y_train_std') ? fitted.doubles('_y_train_std') : Float64Array.of(1);
  if (!Number.isInteger(targets)) throw fitted.unknown('alpha_', 'as long as there are training rows');
  const of = (values: Float64Array, target: number) => values[values.length === 1 ? 0 : target];
  const weighted = readWeightedSums(fitted.object('kernel_'), training, alphas);
  const predict = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const sums = weighted(matrix);
    for (let at = 0; at < sums.length; at++) {
      const target = at % targets;
      sums[at] = of(scales, target) * sums[at] + of(means, target);
    }
    return newMatrix(matrix.rows, targets, sums);
  };
  return { predict };
}

/** Covariances of each row with the training rows times `alpha_`, a column for each target. */
function readWeightedSums(
  kernel: Fitted,
  training: Coefficients,
  alphas: Float64Array,
): (matrix: Matrix) => Float64Array {
  const targets = alphas.length / training.rows;
  const radial = readRadialKernel(kernel, training);
  if (radial !== undefined) {
    const weights = alphas.map((_alpha, at) => alphas[(at % training.rows) * targets + Math.floor(at / training.rows)]);
    const size = { inputs: training.rows, outputs: targets, weights, biases: new Float64Array(targets) };
    const steps: DenseStep[] = [...radial.steps, { kind: 'affine', ...size }];
    return ({ rows, columns, values }) =>
      runDenseSteps(divideColumns(values, columns, radial.scales), rows, columns, steps);
  }
  const covariance = readCovariance(kernel);
  const others = rowViews(training);
  return (matrix) => {
    const sums = new Float64Array(matrix.rows * targets);
    rowViews(matrix).forEach((cells, row) => {
      for (let at = 0; at < others.length; at++) {
        const weight = covariance(cells, others[at]);
        for (let target = 0; target < targets; target++)
          sums[row * targets + target] += weight * alphas[at * targets + target];
      }
    });
    return sums;
  };
}
