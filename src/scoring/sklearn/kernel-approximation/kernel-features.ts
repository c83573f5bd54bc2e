import type { DenseStep } from '../../linear/dense-steps.ts';
import { runDenseSteps } from '../../linear/run-dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
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
  const project: DenseStep = affineStep({
    coefficients: scaledVectors(eigenvectors, eigenvalues, fitted.isFloat32('eigenvectors_')),
    intercepts: new Float64Array(eigenvectors.columns),
  });
  const transform = (table: Table) => {
    const kernels = run(kernel, training.rows, finiteMatrix(table, fitted));
    center(kernels, rowMeans, mean);
    return run([project], eigenvectors.columns, kernels);
  };
  return { transform };
}

/** A row for each vector, divided by the root of its eigenvalue, in float32 if that is what they are; zeros where that is 0. */
function scaledVectors(
  { rows, columns, values }: Coefficients,
  eigenvalues: Float64Array,
  isFloat32: boolean,
): Coefficients {
  const round = isFloat32 ? Math.fround : (value: number) => value;
  const scaled = new Float64Array(values.length);
  for (let vector = 0; vector < columns; vector++) {
    const root = round(Math.sqrt(eigenvalues[vector]));
    for (let at = 0; root !== 0 && at < rows; at++)
      scaled[vector * rows + at] = round(values[at * columns + vector] / root);
  }
  return { rows: columns, columns: rows, values: scaled };
}

/** KernelCenterer: kernels with the training rows, centred as those were. */
export function readKernelCenterer(fitted: Fitted): Estimator {
  const rowMeans = fitted.doubles('K_fit_rows_');
  const mean = fitted.number('K_fit_all_');
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    if (columns !== rowMeans.length) throw fitted.unknown('K_fit_rows_', 'as long as the input is wide');
    const kernels = newMatrix(rows, columns, values.slice());
    center(kernels, rowMeans, mean);
    return kernels;
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
