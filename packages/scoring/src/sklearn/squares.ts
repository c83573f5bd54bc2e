import { type Matrix, newMatrix, type Table } from '../frame/table.ts';
import { expandSquares, squaredLengths } from '../kernels/linear/expand-squares.ts';
import { finiteMatrix } from './finite-matrix.ts';
import type { Fitted } from './fitted.ts';
import type { FittedPoints } from './fitted-points.ts';
import { sparseAffine } from './linear-model/affine.ts';
import { storedBeside } from './stored-cells.ts';

/**
 * The squared Euclidean distance of each row of a table from each point. Of cells that are stored it is worked out of products,
 * as scikit-learn does.
 */
export function readSquares(points: FittedPoints, fitted: Fitted): (table: Table) => Matrix {
  let lengths: Float64Array | undefined;
  return (table) => {
    const cells = storedBeside(points, table, fitted);
    if (cells === undefined) return squares(finiteMatrix(table, fitted), points);
    if (points.isSparse) return newMatrix(table.rows, points.rows, points.stored.expandedSquares(cells));
    lengths ??= lengthsOf(points);
    const { values } = sparseAffine(cells, { coefficients: points.matrix, intercepts: new Float64Array(points.rows) });
    return newMatrix(table.rows, points.rows, expandSquares(values, squaredLengths(cells), lengths));
  };
}

/** Squared lengths of the points, in column order. */
export function lengthsOf({ rows, columns, matrix: { values } }: FittedPoints): Float64Array {
  const lengths = new Float64Array(rows);
  for (let point = 0, at = 0; point < rows; point++)
    for (let column = 0; column < columns; column++, at++) lengths[point] += values[at] * values[at];
  return lengths;
}

function squares({ rows, columns, values }: Matrix, { rows: count, matrix }: FittedPoints): Matrix {
  const answer = newMatrix(rows, count);
  for (let row = 0, out = 0; row < rows; row++) {
    for (let point = 0; point < count; point++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        const gap = values[row * columns + column] - matrix.values[point * columns + column];
        sum += gap * gap;
      }
      answer.values[out++] = sum;
    }
  }
  return answer;
}
