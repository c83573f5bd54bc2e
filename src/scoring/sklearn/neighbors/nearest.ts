import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import type { Matrix } from '../table.ts';

/** The nearest fitted rows of one row, nearest first. */
export interface Nearest {
  readonly places: Int32Array;
  readonly distances: Float64Array;
}

/** Finds the `count` nearest fitted rows of row `row`. */
export type FindNearest = (matrix: Matrix, row: number, count: number) => Nearest;

/** A distance of a row of cells from a fitted row; `finish` turns what is compared into the distance itself. */
interface Metric {
  /** May stop early, with any number above `limit`, once it is above it. */
  compare(cells: Float64Array, start: number, other: number, limit: number): number;
  finish(compared: number): number;
}

/**
 * Looks at every fitted row, whatever tree the model was fitted with: the answers are the same, but for the order of
 * rows at equal distance, which no method promises.
 */
export function readNearest(fitted: Fitted): FindNearest {
  const rows = fitted.matrix('_fit_X');
  const metric = readMetric(fitted, rows);
  return (matrix, row, count) => {
    const size = Math.min(count, rows.rows);
    const places = new Int32Array(size);
    const best = new Float64Array(size).fill(Infinity);
    for (let at = 0; at < rows.rows; at++) {
      const compared = metric.compare(matrix.values, row * matrix.columns, at * rows.columns, best[size - 1]);
      if (at >= size && !(compared < best[size - 1])) continue;
      let place = Math.min(at, size - 1);
      for (; place > 0 && best[place - 1] > compared; place--) {
        best[place] = best[place - 1];
        places[place] = places[place - 1];
      }
      best[place] = compared;
      places[place] = at;
    }
    return { places, distances: best.map((compared) => metric.finish(compared)) };
  };
}

function readMetric(fitted: Fitted, rows: Coefficients): Metric {
  const name = fitted.text('effective_metric_');
  const parameters = fitted.raw('effective_metric_params_');
  const given: unknown = parameters instanceof Map ? parameters.get('p') : undefined;
  const power = typeof given === 'number' ? given : fitted.number('p', 2);
  if (parameters instanceof Map && parameters.get('w') !== undefined && parameters.get('w') !== null)
    throw fitted.refuse('its metric has weights');
  if (name === 'euclidean' || name === 'l2' || (name === 'minkowski' && power === 2))
    return euclideanMetric(rows, Math.sqrt);
  if (name === 'sqeuclidean') return euclideanMetric(rows, (sum) => sum);
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

/** The usual one, written out: four columns at a time, until the sum is above the farthest neighbour so far. */
function euclideanMetric({ columns, values }: Coefficients, finish: (sum: number) => number): Metric {
  const compare = (cells: Float64Array, start: number, other: number, limit: number) => {
    let sum = 0;
    let at = 0;
    for (; at + 4 <= columns; at += 4) {
      const a = cells[start + at] - values[other + at];
      const b = cells[start + at + 1] - values[other + at + 1];
      const c = cells[start + at + 2] - values[other + at + 2];
      const d = cells[start + at + 3] - values[other + at + 3];
      sum += a * a + b * b + (c * c + d * d);
      if (sum > limit) return sum;
    }
    for (; at < columns; at++) sum += (cells[start + at] - values[other + at]) ** 2;
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
