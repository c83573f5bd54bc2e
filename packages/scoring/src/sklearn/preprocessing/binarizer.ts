import { rowTypes } from '../../frame/row-types.ts';
import { dropZeros, type SparseCells } from '../../frame/sparse-cells.ts';
import { SparseTable } from '../../frame/sparse-table.ts';
import { columnCount, newMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { storedCells } from '../stored-cells.ts';

/** Binarizer: 1 above the threshold, else 0. */
export function readBinarizer(fitted: Fitted): Estimator {
  const threshold = fitted.number('threshold');
  return {
    rowTypes,
    keepsTypes: true,
    transform: (table) => {
      const stored = threshold < 0 ? undefined : storedCells(table, fitted);
      if (stored !== undefined) return binarized(stored, threshold, columnCount(table));
      const { rows, columns, values } = finiteMatrix(table, fitted);
      return newMatrix(
        rows,
        columns,
        values.map((x) => (x > threshold ? 1 : 0)),
      );
    },
  };
}

/** Zeros that come of it are not stored, as scikit-learn leaves them out. */
function binarized(cells: SparseCells, threshold: number, width: number): SparseTable {
  const values = cells.values.map((x) => (x > threshold ? 1 : 0));
  return new SparseTable(dropZeros({ ...cells, values }), width);
}
