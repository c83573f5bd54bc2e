import { own } from '../../util/own.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';

/** A distance of a row of cells from one of the rows it was read for. */
export interface Metric {
  /** What is compared, columns in their order: of Euclidean distances the square, say. */
  readonly compare: (cells: Float64Array, start: number, other: number) => number;
  /** The distance itself. */
  readonly finish: (compared: number) => number;
  /** The p of Minkowski's distances, and 1 for others that are compared as they are; undefined: see `metrics`. */
  readonly power: number | undefined;
}

/** A metric for distances from any rows. */
export interface MetricFamily {
  readonly over: (rows: Coefficients) => Metric;
  /** How it compares cells that are stored, if it is one that scikit-learn has for sparse matrices; `squares` are Euclidean. */
  readonly stored?: 'squares' | 'differences' | 'cosines';
}

/** The metric that an estimator was fitted with. */
export function readMetric(fitted: Fitted): MetricFamily {
  const name = fitted.text('effective_metric_');
  const parameters = fitted.raw('effective_metric_params_');
  const given: unknown = parameters instanceof Map ? parameters.get('p') : undefined;
  const power = typeof given === 'number' ? given : fitted.number('p', 2);
  if (parameters instanceof Map && parameters.get('w') !== undefined && parameters.get('w') !== null)
    throw fitted.refuse('its metric has weights');
  const metric = own(metrics, name);
  if (metric !== undefined) return metric;
  if (name !== 'minkowski') throw fitted.refuse(`its metric is ${name}`);
  const usual = usualPowers.get(power);
  if (usual !== undefined) return usual;
  const term = (x: number, y: number) => Math.abs(x - y) ** power;
  return { over: (rows) => sumMetric(rows, term, { power, finish: (sum) => sum ** (1 / power) }) };
}

const manhattan: MetricFamily = {
  over: (rows) => sumMetric(rows, (x, y) => Math.abs(x - y), { power: 1 }),
  stored: 'differences',
};

const square = (x: number, y: number) => (x - y) * (x - y);
const euclidean: MetricFamily = {
  over: (rows) => sumMetric(rows, square, { power: 2, finish: Math.sqrt }),
  stored: 'squares',
};

/** By scikit-learn's names. A power of undefined says that its search without a tree is NumPy's. */
const metrics: Readonly<Record<string, MetricFamily>> = {
  euclidean,
  l2: euclidean,
  sqeuclidean: { over: (rows) => sumMetric(rows, square, { power: 2 }), stored: 'squares' },
  manhattan,
  l1: manhattan,
  cityblock: manhattan,
  chebyshev: { over: maxMetric },
  infinity: { over: maxMetric },
  canberra: { over: (rows) => sumMetric(rows, canberraTerm, { power: 1 }) },
  braycurtis: { over: brayCurtisMetric },
  hamming: {
    over: (rows) =>
      sumMetric(rows, (x, y) => (x === y ? 0 : 1), { power: undefined, finish: (count) => count / rows.columns }),
  },
  cosine: { over: cosineMetric, stored: 'cosines' },
};

const usualPowers: ReadonlyMap<number, MetricFamily> = new Map([
  [1, manhattan],
  [2, euclidean],
  [Infinity, { over: maxMetric }],
]);

function canberraTerm(x: number, y: number): number {
  const size = Math.abs(x) + Math.abs(y);
  return size > 0 ? Math.abs(x - y) / size : 0;
}

function sumMetric(
  { columns, values }: Coefficients,
  term: (x: number, y: number) => number,
  { power, finish = (sum) => sum }: { power: number | undefined; finish?: (sum: number) => number },
): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let sum = 0;
    for (let at = 0; at < columns; at++) sum += term(cells[start + at], values[other + at]);
    return sum;
  };
  return { compare, finish, power };
}

/** The sum of the differences by the sum of the sizes; 0 between rows of zeros. */
function brayCurtisMetric({ columns, values }: Coefficients): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let differences = 0;
    let sizes = 0;
    for (let at = 0; at < columns; at++) {
      const [x, y] = [cells[start + at], values[other + at]];
      differences += Math.abs(x - y);
      sizes += Math.abs(x) + Math.abs(y);
    }
    return sizes > 0 ? differences / sizes : 0;
  };
  return { compare, finish: (distance) => distance, power: 1 };
}

function maxMetric({ columns, values }: Coefficients): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let max = 0;
    for (let at = 0; at < columns; at++) max = Math.max(max, Math.abs(cells[start + at] - values[other + at]));
    return max;
  };
  return { compare, finish: (max) => max, power: Infinity };
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
  return { compare, finish: (distance) => distance, power: undefined };
}

/** Euclidean length of a row; 1 for a row of zeros. */
function lengthOf(values: Float64Array, start: number, columns: number): number {
  let sum = 0;
  for (let at = start; at < start + columns; at++) sum += values[at] * values[at];
  return Math.sqrt(sum) || 1;
}
