import type { DenseStep } from '../../linear/dense-steps.ts';
import { runDenseSteps } from '../../linear/run-dense-steps.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { affineStep } from '../linear-model/affine.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';
import { readPairwiseKernel } from './pairwise-kernel.ts';

/** Nystroem: kernels with some training rows, times a fixed matrix. */
export function readNystroem(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('normalization_');
  const steps: readonly DenseStep[] = [
    ...readPairwiseKernel(fitted, fitted.matrix('components_')),
    affineStep({ coefficients, intercepts: new Float64Array(coefficients.rows) }),
  ];
  return { transform: (table) => run(steps, coefficients.rows, finiteMatrix(table, fitted)) };
}

function run(steps: readonly DenseStep[], outputs: number, { rows, columns, values }: Matrix): Matrix {
  return newMatrix(rows, outputs, runDenseSteps(values, rows, columns, steps));
}

/** RBFSampler: cosines of random projections. */
export function readRbfSampler(fitted: Fitted): Estimator {
  const weights = fitted.matrix('random_weights_');
  const offsets = fitted.doubles('random_offset_');
  const width = weights.columns;
  const scale = Math.sqrt(2 / width);
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += values[row * columns + column] * weights.values[column * width + out];
      answer.values[at] = Math.cos(sum + offsets[out]) * scale;
    }
    return answer;
  };
  return { transform };
}

/** KernelPCA: centred kernels with the training rows, onto eigenvectors (`lambdas_`, `alphas_` before release 1.0). */
export function readKernelPca(fitted: Fitted): Estimator {
  const training = fitted.matrix('X_fit_');
  const kernel = readPairwiseKernel(fitted, training);
  fitted.widen(training.rows);
  const eigenvalues = fitted.doubles(fitted.anyOf('eigenvalues_', 'lambdas_'));
  const eigenvectors = fitted.matrix(fitted.anyOf('eigenvectors_', 'alphas_'));
  const centerer = fitted.object('_centerer');
  const rowMeans = centerer.doubles('K_fit_rows_');
  const mean = centerer.number('K_fit_all_');
  const width = eigenvectors.columns;
  const transform = (table: Table) => {
    const kernels = run(kernel, training.rows, finiteMatrix(table, fitted));
    center(kernels, rowMeans, mean);
    const answer = newMatrix(kernels.rows, width);
    for (let at = 0; at < answer.values.length; at++) {
      const [row, out] = [Math.floor(at / width), at % width];
      if (eigenvalues[out] === 0) continue;
      const scale = Math.sqrt(eigenvalues[out]);
      for (let k = 0; k < kernels.columns; k++) {
        answer.values[at] += kernels.values[row * kernels.columns + k] * (eigenvectors.values[k * width + out] / scale);
      }
    }
    return answer;
  };
  return { transform };
}

/** KernelCenterer, in place: less the mean of each training row, less that of each row, plus that of all. */
function center({ rows, columns, values }: Matrix, rowMeans: Float64Array, mean: number): void {
  for (let row = 0; row < rows; row++) {
    const cells = values.subarray(row * columns, (row + 1) * columns);
    const own = cells.reduce((sum, value) => sum + value, 0) / columns;
    for (let at = 0; at < columns; at++) cells[at] = cells[at] - rowMeans[at] - own + mean;
  }
}
