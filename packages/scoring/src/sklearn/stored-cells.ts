import { type SparseCells, sparseOf } from '../frame/sparse-cells.ts';
import { SparseTable } from '../frame/sparse-table.ts';
import { checkWidth, columnCount, sparseCells, type Table } from '../frame/table.ts';
import { type Allowed, areFinite, finiteMatrix } from './finite-matrix.ts';
import type { Fitted } from './fitted.ts';
import type { FittedPoints } from './fitted-points.ts';

/**
 * The cells of a table that has them without its zeros, checked as `finiteMatrix` checks all; undefined for other tables. What
 * takes them needs time for the cells that are stored, not for the columns.
 */
export function storedCells(table: Table, fitted: Fitted, allowed: Allowed = 'finite'): SparseCells | undefined {
  const cells = sparseCells(table);
  if (cells === undefined) return undefined;
  checkWidth(table, fitted.columns);
  // Finds the cell, and refuses it.
  if (!areFinite(cells.values)) finiteMatrix(table, fitted, allowed);
  return cells;
}

/** The table as one of stored cells, whatever it is, checked in the same way. */
export function storedTable(table: Table, fitted: Fitted): SparseTable {
  const cells = storedCells(table, fitted) ?? sparseOf(finiteMatrix(table, fitted));
  return new SparseTable(cells, columnCount(table));
}

/** The cells of a table that is compared with points: those that are stored, where either is a sparse matrix; else undefined. */
export function storedBeside(points: FittedPoints, table: Table, fitted: Fitted): SparseCells | undefined {
  const cells = storedCells(table, fitted);
  if (cells === undefined && !points.isSparse) return undefined;
  checkWidth(table, points.columns);
  return cells ?? sparseOf(finiteMatrix(table, fitted));
}

/** The cells of such a table changed, each by itself; zero has to become zero. Undefined for other tables. */
export function mapStored(
  table: Table,
  fitted: Fitted,
  map: (value: number, column: number) => number,
): SparseTable | undefined {
  const cells = storedCells(table, fitted, 'missing');
  if (cells === undefined) return undefined;
  const values = cells.values.map((value, at) => map(value, cells.columns[at]));
  return new SparseTable({ ...cells, values }, fitted.columns ?? table.columns ?? 0);
}
