import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { newMatrix, type Table } from '../table.ts';
import { readCovariance } from './covariance.ts';

/** GaussianProcessRegressor: covariances with the training rows times `alpha_`, scaled back to the target. */
export function readGaussianProcessRegressor(fitted: Fitted): Estimator {
  const training = fitted.matrix('X_train_');
  const covariance = readCovariance(fitted.object('kernel_'), training.columns);
  const alphas = fitted.doubles('alpha_');
  const targets = alphas.length / training.rows;
  const means = fitted.doubles('_y_train_mean');
  const scales = fitted.has('_y_train_std') ? fitted.doubles('_y_train_std') : Float64Array.of(1);
  if (!Number.isInteger(targets)) throw fitted.unknown('alpha_', 'as long as there are training rows');
  const of = (values: Float64Array, target: number) => values[values.length === 1 ? 0 : target];
  const predict = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, targets);
    for (let row = 0; row < rows; row++) {
      const sums = answer.values.subarray(row * targets, (row + 1) * targets);
      for (let at = 0; at < training.rows; at++) {
        const weight = covariance(values, row * columns, training.values, at * columns);
        for (let target = 0; target < targets; target++) sums[target] += weight * alphas[at * targets + target];
      }
      for (let target = 0; target < targets; target++)
        sums[target] = of(scales, target) * sums[target] + of(means, target);
    }
    return answer;
  };
  return { predict };
}
