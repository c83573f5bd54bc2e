import { newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { affineStep } from '../linear-model/affine.ts';
import { readPairwiseKernel } from '../metrics/pairwise-kernel.ts';

/** Nystroem: kernels with some training rows, times a fixed matrix. */
export function readNystroem(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('normalization_');
  const steps: readonly DenseStep[] = [
    ...readPairwiseKernel(fitted, fitted.matrix('components_')),
    affineStep({ coefficients, intercepts: new Float64Array(coefficients.rows) }),
  ];
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    return newMatrix(rows, coefficients.rows, runDenseSteps(values, rows, columns, steps));
  };
  return { transform };
}
