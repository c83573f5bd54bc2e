import { type Matrix, type Table, toMatrix } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Fitted } from './fitted.ts';

/** What an estimator lets into its input besides finite numbers. */
export type Allowed = 'finite' | 'missing';

/**
 * The table as numbers, checked as scikit-learn's `check_array` does: as many columns as were fitted, no infinity, and
 * no NaN unless `allowed` is `missing`. Throws `invalid_value` with row and column.
 */
export function finiteMatrix(table: Table, fitted: Fitted, allowed: Allowed = 'finite'): Matrix {
  const matrix = toMatrix(table, fitted.columns);
  const { values } = matrix;
  if (matrix.isFinite === true || areFinite(values)) return matrix;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    // False for NaN and the infinities.
    if (!(Math.abs(value) < Infinity) && !(allowed === 'missing' && Number.isNaN(value)))
      throw notFinite(matrix, at, fitted.className);
  }
  return matrix;
}

/** Four sums of x - x, which is 0 unless x is NaN or infinite: no branch on a cell, and no wait for the sum before. */
export function areFinite(values: Float64Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const fours = values.length - (values.length % 4);
  for (let at = 0; at < fours; at += 4) {
    const w = values[at];
    const x = values[at + 1];
    const y = values[at + 2];
    const z = values[at + 3];
    a += w - w;
    b += x - x;
    c += y - y;
    d += z - z;
  }
  for (let at = fours; at < values.length; at++) a += values[at] - values[at];
  return a + b + c + d === 0;
}

function notFinite(matrix: Matrix, at: number, className: string): ScoringError {
  const row = Math.floor(at / matrix.columns);
  const column = at % matrix.columns;
  const value = matrix.values[at];
  const what = Number.isNaN(value) ? 'is missing (NaN)' : 'is infinite';
  return new ScoringError(
    'invalid_value',
    `Row ${row + 1}, column ${column} ${what}, which ${className} does not take.`,
    {
      row,
      column,
      value,
    },
  );
}
