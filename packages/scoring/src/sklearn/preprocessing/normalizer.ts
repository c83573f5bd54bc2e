import { SparseTable } from '../../frame/sparse-table.ts';
import { columnCount, newMatrix, type Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { storedCells } from '../stored-cells.ts';

/** Normalizer: each row divided by its norm; a row of zeros stays. */
export function readNormalizer(fitted: Fitted): Estimator {
  const norm = normOf(fitted.text('norm', 'l2'), fitted);
  const transform = (table: Table) => {
    const stored = storedCells(table, fitted);
    if (stored === undefined) return normalizeBy(norm, finiteMatrix(table, fitted));
    return normalizeStored(norm, new SparseTable(stored, columnCount(table)));
  };
  return { transform };
}

/** Each row divided by its norm, as a new table; cells that are not stored stay so. */
export function normalizeStored(norm: Norm, table: SparseTable): SparseTable {
  const { starts, columns, values } = table.asSparse();
  const answer = values.slice();
  for (let row = 0; row < table.rows; row++) {
    const cells = answer.subarray(starts[row], starts[row + 1]);
    const length = norm(cells);
    if (length !== 0) for (let at = 0; at < cells.length; at++) cells[at] /= length;
  }
  return new SparseTable({ starts, columns, values: answer }, table.columns);
}

/** The norm of a row. */
export type Norm = (row: Float64Array) => number;

export function normOf(name: string, fitted: Fitted): Norm {
  if (name === 'l1') return (row) => row.reduce((sum, x) => sum + Math.abs(x), 0);
  if (name === 'l2') return (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
  if (name === 'max') return (row) => row.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  throw fitted.unknown('norm', 'l1, l2 or max');
}

/** Each row divided by its norm, as a new matrix. */
export function normalizeBy(
  norm: Norm,
  { rows, columns, values }: { rows: number; columns: number; values: Float64Array },
) {
  const answer = new Float64Array(values);
  for (let row = 0; row < rows; row++) {
    const cells = answer.subarray(row * columns, (row + 1) * columns);
    const length = norm(cells);
    if (length !== 0) for (let at = 0; at < columns; at++) cells[at] /= length;
  }
  return newMatrix(rows, columns, answer);
}
