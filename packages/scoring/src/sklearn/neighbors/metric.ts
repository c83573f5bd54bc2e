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
  /** What is compared is the squared Euclidean distance. */
  readonly isEuclidean: boolean;
}

/** The metric that an estimator was fitted with, for distances from some rows. */
export function readMetric(fitted: Fitted, rows: Coefficients): Metric {
  const name = fitted.text('effective_metric_');
  const parameters = fitted.raw('effective_metric_params_');
  const given: unknown = parameters instanceof Map ? parameters.get('p') : undefined;
  const power = typeof given === 'number' ? given : fitted.number('p', 2);
  if (parameters instanceof Map && parameters.get('w') !== undefined && parameters.get('w') !== null)
    throw fitted.refuse('its metric has weights');
  const metric = own(metrics, name);
  if (metric !== undefined) return metric(rows);
  if (name !== 'minkowski') throw fitted.refuse(`its metric is ${name}`);
  const usual = usualPowers.get(power);
  if (usual !== undefined) return usual(rows);
  return sumMetric(rows, (x, y) => Math.abs(x - y) ** power, { power, finish: (sum) => sum ** (1 / power) });
}

type MetricFor = (rows: Coefficients) => Metric;

const manhattan: MetricFor = (rows) => sumMetric(rows, (x, y) => Math.abs(x - y), { power: 1 });

const square = (x: number, y: number) => (x - y) * (x - y);
const euclidean: MetricFor = (rows) => ({
  ...sumMetric(rows, square, { power: 2, finish: Math.sqrt }),
  isEuclidean: true,
});

/** By scikit-learn's names. A power of undefined says that its search without a tree is NumPy's. */
const metrics: Readonly<Record<string, MetricFor>> = {
  euclidean,
  l2: euclidean,
  sqeuclidean: (rows) => ({ ...sumMetric(rows, square, { power: 2 }), isEuclidean: true }),
  manhattan,
  l1: manhattan,
  cityblock: manhattan,
  chebyshev: maxMetric,
  infinity: maxMetric,
  canberra: (rows) => sumMetric(rows, canberraTerm, { power: 1 }),
  braycurtis: brayCurtisMetric,
  hamming: (rows) =>
    sumMetric(rows, (x, y) => (x === y ? 0 : 1), { power: undefined, finish: (count) => count / rows.columns }),
  cosine: cosineMetric,
};

const usualPowers: ReadonlyMap<number, MetricFor> = new Map([
  [1, manhattan],
  [2, euclidean],
  [Infinity, maxMetric],
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
  return { compare, finish, power, isEuclidean: false };
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
  return { compare, finish: (distance) => distance, power: 1, isEuclidean: false };
}

function maxMetric({ columns, values }: Coefficients): Metric {
  const compare = (cells: Float64Array, start: number, other: number) => {
    let max = 0;
    for (let at = 0; at < columns; at++) max = Math.max(max, Math.abs(cells[start + at] - values[other + at]));
    return max;
  };
  return { compare, finish: (max) => max, power: Infinity, isEuclidean: false };
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
  return { compare, finish: (distance) => distance, power: undefined, isEuclidean: false };
}

/** Euclidean length of a row; 1 for a row of zeros. */
function lengthOf(values: Float64Array, start: number, columns: number): number {
  let sum = 0;
  for (let at = start; at < start + columns; at++) sum += values[at] * values[at];
  return Math.sqrt(sum) || 1;
}
