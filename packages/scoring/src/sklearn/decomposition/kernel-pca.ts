import { newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import { defined } from '../../util/defined.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { affineStep } from '../linear-model/affine.ts';
import { readPairwiseKernel } from '../metrics/pairwise-kernel.ts';
import { centerKernels } from '../preprocessing/kernel-centerer.ts';

/** KernelPCA: centred kernels with the training rows, onto eigenvectors (`lambdas_`, `alphas_` before release 1.0). */
export function readKernelPca(fitted: Fitted): Estimator {
  const training = fitted.points('X_fit_');
  const kernelsOf = readPairwiseKernel(fitted, training);
  fitted.declareWidth(training.rows);
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
    const kernels = kernelsOf(table, [], training.rows);
    centerKernels(kernels, rowMeans, mean);
    const { rows, columns, values } = kernels;
    return newMatrix(rows, eigenvectors.columns, runDenseSteps(values, rows, columns, [project]));
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
    const root = round(Math.sqrt(defined(eigenvalues[vector])));
    for (let at = 0; root !== 0 && at < rows; at++)
      scaled[vector * rows + at] = round(defined(values[at * columns + vector]) / root);
  }
  return { rows: columns, columns: rows, values: scaled };
}
