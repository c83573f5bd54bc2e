import type { Coefficients } from './coefficients.ts';

/** Each row of a matrix as a view of its cells. */
export function rowViews({ rows, columns, values }: Coefficients): readonly Float64Array[] {
  return Array.from({ length: rows }, (_none, row) => values.subarray(row * columns, (row + 1) * columns));
}
