import { type Matrix, newMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { readSquares } from '../squares.ts';

/** MeanShift and AffinityPropagation: the number of the nearest centre; -1 where fitting did not come to any. */
export function readNearestCenter(fitted: Fitted): Estimator {
  const centers = fitted.points('cluster_centers_');
  const squares = readSquares(centers, fitted);
  const isEmpty = centers.rows === 0 || centers.columns === 0;
  return {
    predict: (table) => {
      if (!isEmpty) return numbers(nearest(squares(table)));
      return numbers(new Float64Array(finiteMatrix(table, fitted).rows).fill(-1));
    },
    isWhole: true,
  };
}

/** Birch: the cluster of the nearest of its many subclusters; `transform` gives the distances to all of them. */
export function readBirch(fitted: Fitted): Estimator {
  const squares = readSquares(fitted.points('subcluster_centers_'), fitted);
  const labels = fitted.doubles('subcluster_labels_');
  return {
    predict: (table) => numbers(nearest(squares(table)).map((at) => labels[at])),
    transform: (table) => roots(squares(table)),
  };
}

/** Distances of their squares. */
export function roots({ rows, columns, values }: Matrix): Matrix {
  return newMatrix(rows, columns, values.map(Math.sqrt));
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
