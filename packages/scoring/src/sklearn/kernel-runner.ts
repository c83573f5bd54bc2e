import { rowBlocks } from '../frame/row-blocks.ts';
import type { SparseCells } from '../frame/sparse-cells.ts';
import { type Matrix, newMatrix, type Table } from '../frame/table.ts';
import type { DenseStep } from '../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../kernels/linear/run-dense-steps.ts';
import type { Coefficients } from './coefficients.ts';
import { finiteMatrix } from './finite-matrix.ts';
import type { Fitted } from './fitted.ts';
import type { FittedPoints } from './fitted-points.ts';
import type { Kernel } from './kernel.ts';
import { storedBeside } from './stored-cells.ts';

/** The kernel of each row of a table with each point, and what steps behind it make of them: this many numbers for a row. */
export type RunKernel = (table: Table, steps: readonly DenseStep[], outputs: number) => Matrix;

/**
 * `byProducts`: between sparse matrices distances are worked out of products, as scikit-learn's own kernels do; libsvm takes
 * differences.
 */
export function kernelRunner(
  points: FittedPoints,
  kernel: Kernel & { readonly byProducts: boolean },
  fitted: Fitted,
): RunKernel {
  const way = kernel.of === 'squares' && kernel.byProducts && points.isSparse ? 'expandedSquares' : kernel.of;
  const runStored = (cells: SparseCells, steps: readonly DenseStep[], outputs: number) => {
    const answer = newMatrix(cells.starts.length - 1, outputs);
    for (const { first, block } of rowBlocks(cells, points.rows)) {
      const compared = points.stored[way](block);
      const numbers = runDenseSteps(compared, block.starts.length - 1, points.rows, [...kernel.steps, ...steps]);
      answer.values.set(numbers, first * outputs);
    }
    return answer;
  };
  return (table, steps, outputs) => {
    const cells = storedBeside(points, table, fitted);
    // Either way gives the same numbers, except for the expanded ones.
    if (cells !== undefined && (way === 'expandedSquares' || points.hasFewCells))
      return runStored(cells, steps, outputs);
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const all = [firstStep(kernel, points.matrix), ...kernel.steps, ...steps];
    return newMatrix(rows, outputs, runDenseSteps(values, rows, columns, all));
  };
}

function firstStep({ of }: Kernel, { rows, columns, values }: Coefficients): DenseStep {
  const size = { inputs: columns, outputs: rows, weights: values };
  return of === 'squares'
    ? { kind: 'distances', ...size }
    : { kind: 'affine', ...size, biases: new Float64Array(rows) };
}
