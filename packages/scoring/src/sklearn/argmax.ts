import type { Matrix } from '../frame/table.ts';

/** The column of the largest value of each row, the first of equals; as `numpy.argmax`, the first NaN if there is one. */
export function argmax(matrix: Matrix): Int32Array {
  const { rows, columns, values } = matrix;
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let at = 0;
    for (let column = 1; column < columns; column++) {
      const value = values[start + column];
      if (value > values[start + at] || (Number.isNaN(value) && !Number.isNaN(values[start + at]))) at = column;
    }
    best[row] = at;
  }
  return best;
}

/** For decision values: the sign of a single column, or the largest of several. */
export function rankDecision(decision: Matrix): Int32Array {
  if (decision.columns > 1) return argmax(decision);
  const best = new Int32Array(decision.rows);
  for (let row = 0; row < decision.rows; row++) best[row] = decision.values[row] > 0 ? 1 : 0;
  return best;
}
