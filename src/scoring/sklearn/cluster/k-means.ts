import { argmax } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';

/** KMeans and MiniBatchKMeans: the nearest centre; `transform` gives the distances to all. */
export function readKMeans(fitted: Fitted): Estimator {
  const centers = fitted.matrix('cluster_centers_');
  const squares = (table: Table): Matrix => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, centers.rows);
    for (let row = 0, out = 0; row < matrix.rows; row++) {
      for (let center = 0; center < centers.rows; center++) {
        let sum = 0;
        for (let at = 0; at < centers.columns; at++) {
          const difference = matrix.values[row * matrix.columns + at] - centers.values[center * centers.columns + at];
          sum += difference * difference;
        }
        answer.values[out++] = sum;
      }
    }
    return answer;
  };
  return {
    predict: (table) => {
      const { rows, columns, values } = squares(table);
      const nearest = argmax(
        newMatrix(
          rows,
          columns,
          values.map((square) => -square),
        ),
      );
      return newMatrix(rows, 1, Float64Array.from(nearest));
    },
    transform: (table) => {
      const { rows, columns, values } = squares(table);
      return newMatrix(rows, columns, values.map(Math.sqrt));
    },
  };
}
