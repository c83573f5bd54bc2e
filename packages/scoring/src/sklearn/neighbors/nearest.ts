import type { Matrix } from '../../frame/table.ts';
import { NearestList, type NearestPoints } from '../../kernels/linear/nearest-list.ts';
import { nearestRows } from '../../kernels/linear/nearest-rows.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { type Metric, readMetric } from './metric.ts';
import { type RowSearch, readSearchAsFitted } from './search-as-fitted.ts';

/** The nearest fitted rows of one row, nearest first. */
export interface Nearest {
  readonly places: Int32Array;
  readonly distances: Float64Array;
}

/** Finds the `count` nearest fitted rows of each row. */
export type FindNearest = (matrix: Matrix, count: number, visit: (row: number, nearest: Nearest) => void) => void;

/**
 * The nearest by a look at every fitted row, which is fast; where the last one taken is as far as the first one left out, by
 * scikit-learn's own search, which decides which of them it takes.
 */
export function readNearest(fitted: Fitted): FindNearest {
  const points = fitted.matrix('_fit_X');
  const metric = readMetric(fitted, points);
  const search = readSearchAsFitted(fitted, points, (rows) => readMetric(fitted, rows));
  const lookAtAll = searchAll(metric, points);
  return (matrix, count, visit) => {
    if (matrix.columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    const visitOne = (row: number, found: NearestPoints) => {
      const isTied = count < points.rows && found.squares[count - 1] === found.squares[count];
      const { places, squares } =
        isTied && search !== undefined ? search(matrix.values, row * matrix.columns, count) : found;
      visit(row, {
        places: places.subarray(0, count),
        distances: squares.subarray(0, count).map((square) => metric.finish(square)),
      });
    };
    if (metric.isEuclidean) nearestRows(matrix, points, count + 1, visitOne);
    else
      for (let row = 0; row < matrix.rows; row++)
        visitOne(row, lookAtAll(matrix.values, row * matrix.columns, count + 1));
  };
}

/** Distances of one row of cells from every fitted row, in their order. */
export function readDistances(fitted: Fitted): (matrix: Matrix, row: number) => Float64Array {
  const points = fitted.matrix('_fit_X');
  const metric = readMetric(fitted, points);
  return (matrix, row) => {
    if (matrix.columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    const start = row * matrix.columns;
    return Float64Array.from({ length: points.rows }, (_none, place) =>
      metric.finish(metric.compare(matrix.values, start, place * points.columns)),
    );
  };
}

/** The nearest of all fitted rows, of equals the first. */
function searchAll(metric: Metric, points: Coefficients): RowSearch {
  return (cells, start, count) => {
    const nearest = new NearestList(Math.min(count, points.rows));
    for (let place = 0; place < points.rows; place++)
      nearest.offer(place, metric.compare(cells, start, place * points.columns));
    return nearest;
  };
}
