import type { SparseCells } from '../../frame/sparse-cells.ts';

/** Squared lengths of rows, added up in column order. */
export function squaredLengths({ starts, values }: SparseCells): Float64Array {
  const lengths = new Float64Array(starts.length - 1);
  for (let row = 0; row < lengths.length; row++)
    for (let at = starts[row]; at < starts[row + 1]; at++) lengths[row] += values[at] * values[at];
  return lengths;
}

/**
 * Squared distances in place of products of rows and points: the squared lengths of both less the product twice, and at
 * least 0.
 */
export function expandSquares(products: Float64Array, rows: Float64Array, points: Float64Array): Float64Array {
  for (let row = 0, at = 0; row < rows.length; row++) {
    const length = rows[row];
    for (let point = 0; point < points.length; point++, at++) {
      const square = -2 * products[at] + length + points[point];
      products[at] = square < 0 ? 0 : square;
    }
  }
  return products;
}
