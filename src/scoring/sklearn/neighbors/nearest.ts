import { NearestList, type NearestPoints } from '../../linear/nearest-list.ts';
import { nearestRows } from '../../linear/nearest-rows.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import type { Matrix } from '../table.ts';

/** The nearest fitted rows of one row, nearest first. */
export interface Nearest {
  readonly places: Int32Array;
  readonly distances: Float64Array;
}

/** Finds the `count` nearest fitted rows of each row. */
export type FindNearest = (matrix: Matrix, count: number, visit: (row: number, nearest: Nearest) => void) => void;

/** A distance of a row of cells from a fitted row; `finish` turns what is compared into the distance itself. */
interface Metric {
  compare(cells: Float64Array, start: number, other: number): number;
  finish(compared: number): number;
}

/**
 * Looks at every fitted row, whatever tree the model was fitted with: the answers are the same, but for the order of
 * rows at equal distance, which no method promises.
 */
export function readNearest(fitted: Fitted): FindNearest {
  const points = fitted.matrix('_fit_X');
  const metric = readMetric(fitted, points);
  const finish = (compared: number) => (typeof metric === 'function' ? metric(compared) : metric.finish(compared));
  return (matrix, count, visit) => {
    if (matrix.columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    const tell = (row: number, { places, squares }: NearestPoints) =>
      visit(row, { places, distances: squares.map(finish) });
    if (typeof metric === 'function') nearestRows(matrix, points, count, tell);
    else for (let row = 0; row < matrix.rows; row++) tell(row, nearestBy(metric, matrix, row, points, count));
  };
}

/** Distances of one row of cells from every fitted row, in their order. */
export function readDistances(fitted: Fitted): (matrix: Matrix, row: number) => Float64Array {
  const points = fitted.matrix('_fit_X');
  const metric = readMetric(fitted, points);
  return (matrix, row) => {
    if (matrix.columns !== points.columns) throw fitted.unknown('_fit_X', 'as wide as the input');
    const start = row * matrix.columns;
    return Float64Array.from({ length: points.rows }, (_none, place) => {
      const other = place * points.columns;
      if (typeof metric !== 'function') return metric.finish(metric.compare(matrix.values, start, other));
      let square = 0;
      for (let at = 0; at < points.columns; at++)
        square += (matrix.values[start + at] - points.values[other + at]) ** 2;
      return metric(square);
    });
  };
}

function nearestBy(metric: Metric, matrix: Matrix, row: number, points: Coefficients, count: number): NearestPoints {
  const nearest = new NearestList(Math.min(count, points.rows));
  for (let place = 0; place < points.rows; place++)
    nearest.offer(place, metric.compare(matrix.values, row * matrix.columns, place * points.columns));
  return nearest;
}

/** A metric, or for Euclidean ones what makes a distance of its square. */
function readMetric(fitted: Fitted, rows: Coefficients): Metric | ((square: number) => number) {
  const name = fitted.text('effective_metric_');
  const parameters = fitted.raw('effective_metric_params_');
  const given: unknown = parameters instanceof Map ? parameters.get('p') : undefined;
  const power = typeof given === 'number' ? given : fitted.number('p', 2);
  if (parameters instanceof Map && parameters.get('w') !== undefined && parameters.get('w') !== null)
    throw fitted.refuse('its metric has weights');
  if (name === 'euclidean' || name === 'l2' || (name === 'minkowski' && power === 2)) return Math.sqrt;
  if (name === 'sqeuclidean') return (square) => square;
  if (['manhattan', 'l1', 'cityblock'].includes(name) || (name === 'minkowski' && power === 1))
    return sumMetric(rows, Math.abs, (sum) => sum);
  if (name === 'chebyshev' || (name === 'minkowski' && power === Infinity)) return maxMetric(rows);
  if (name === 'minkowski')
    return sumMetric(
      rows,
      (d) => Math.abs(d) ** power,
      (sum) => sum ** (1 / power),
    );
  if (name === 'cosine') return cosineMetric(rows);
  throw fitted.refuse(`its metric is ${name}`);
}

function sumMetric(
  { columns, values }: Coefficients,
  term: (difference: number) => number,
  finish: (sum: number) => number,
): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let sum = 0;
    for (let at = 0; at < columns; at++) sum += term(cells[start + at] - values[other + at]);
    return sum;
  };
  return { compare, finish };
}

function maxMetric({ columns, values }: Coefficients): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let max = 0;
    for (let at = 0; at < columns; at++) max = Math.max(max, Math.abs(cells[start + at] - values[other + at]));
    return max;
  };
  return { compare, finish: (max) => max };
}

/** 1 - cosine of the angle; a row of zeros has cosine 0 with everything. Rows are scaled to length 1 first, as scikit-learn does. */
function cosineMetric(rows: Coefficients): Metric {
  const { columns } = rows;
  const values = rows.values.slice();
  for (let start = 0; start < values.length; start += columns) {
    const length = lengthOf(values, start, columns);
    for (let at = start; at < start + columns; at++) values[at] /= length;
  }
  const compare = (cells: Float64Array, start: number, other: number) => {
    const length = lengthOf(cells, start, columns);
    let dot = 0;
    for (let at = 0; at < columns; at++) dot += (cells[start + at] / length) * values[other + at];
    return Math.max(0, 1 - dot);
  };
  return { compare, finish: (distance) => distance };
}

/** Euclidean length of a row; 1 for a row of zeros. */
function lengthOf(values: Float64Array, start: number, columns: number): number {
  let sum = 0;
  for (let at = start; at < start + columns; at++) sum += values[at] * values[at];
  return Math.sqrt(sum) || 1;
}
