import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** KernelCenterer: kernels with the training rows, centred as those were. */
export function readKernelCenterer(fitted: Fitted): Estimator {
  const rowMeans = fitted.doubles('K_fit_rows_');
  const mean = fitted.number('K_fit_all_');
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    if (columns !== rowMeans.length) throw fitted.unknown('K_fit_rows_', 'as long as the input is wide');
    const kernels = newMatrix(rows, columns, values.slice());
    centerKernels(kernels, rowMeans, mean);
    return kernels;
  };
  return { transform };
}

/** In place: less the mean of each training row, less that of each row, plus that of all. */
export function centerKernels({ rows, columns, values }: Matrix, rowMeans: Float64Array, mean: number): void {
  for (let row = 0; row < rows; row++) {
    const cells = values.subarray(row * columns, (row + 1) * columns);
    const own = cells.reduce((sum, value) => sum + value, 0) / columns;
    for (let at = 0; at < columns; at++) cells[at] = cells[at] - rowMeans[at] - own + mean;
  }
}
