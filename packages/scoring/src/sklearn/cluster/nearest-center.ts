import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

/** MeanShift and AffinityPropagation: the number of the nearest centre; -1 where fitting did not come to any. */
export function readNearestCenter(fitted: Fitted): Estimator {
  const centers = fitted.matrix('cluster_centers_');
  const isEmpty = centers.rows === 0 || centers.values.length === 0;
  return {
    predict: (table) => {
      const matrix = finiteMatrix(table, fitted);
      return numbers(isEmpty ? new Float64Array(matrix.rows).fill(-1) : nearest(squares(matrix, centers)));
    },
    isWhole: { predict: true },
  };
}

/** Birch: the cluster of the nearest of its many subclusters; `transform` gives the distances to all of them. */
export function readBirch(fitted: Fitted): Estimator {
  const centers = fitted.matrix('subcluster_centers_');
  const labels = fitted.doubles('subcluster_labels_');
  const distances = (table: Table) => squares(finiteMatrix(table, fitted), centers);
  return {
    predict: (table) => numbers(nearest(distances(table)).map((at) => labels[at])),
    transform: (table) => {
      const { rows, columns, values } = distances(table);
      return newMatrix(rows, columns, values.map(Math.sqrt));
    },
  };
}

/** Squared distances of each row to each centre. */
export function squares({ rows, columns, values }: Matrix, centers: Coefficients): Matrix {
  const answer = newMatrix(rows, centers.rows);
  for (let at = 0; at < answer.values.length; at++) {
    const [row, center] = [Math.floor(at / centers.rows), at % centers.rows];
    let sum = 0;
    for (let column = 0; column < columns; column++)
      sum += (values[row * columns + column] - centers.values[center * columns + column]) ** 2;
    answer.values[at] = sum;
  }
  return answer;
}

/** The column of the smallest value of each row, the first of equals. */
export function nearest({ rows, columns, values }: Matrix): Float64Array {
  const answer = new Float64Array(rows);
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    let best = 0;
    for (let at = 1; at < columns; at++) if (values[start + at] < values[start + best]) best = at;
    answer[row] = best;
  }
  return answer;
}

/** A column of them. */
export const numbers = (values: Float64Array): Matrix => newMatrix(values.length, 1, values);
