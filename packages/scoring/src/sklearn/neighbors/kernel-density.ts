import { newMatrix, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import { own } from '../../util/own.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import { type Fitted, tableOf } from '../fitted.ts';

/** Logarithm of a kernel at a distance, by the bandwidth; -Infinity outside of it. */
const logKernels: Readonly<Record<string, (distance: number, width: number) => number>> = {
  gaussian: (d, h) => (-0.5 * (d * d)) / (h * h),
  tophat: (d, h) => (d < h ? 0 : -Infinity),
  epanechnikov: (d, h) => (d < h ? Math.log(1 - (d * d) / (h * h)) : -Infinity),
  exponential: (d, h) => -d / h,
  linear: (d, h) => (d < h ? Math.log(1 - d / h) : -Infinity),
  cosine: (d, h) => (d < h ? Math.log(Math.cos((0.5 * Math.PI * d) / h)) : -Infinity),
};

/**
 * KernelDensity: the logarithm of the mean kernel over all training rows, Euclidean.
 * Source: `KernelDensity.score_samples` and `_log_kernel_norm` in `sklearn/neighbors`.
 */
export function readKernelDensity(fitted: Fitted): Estimator {
  const name = fitted.text('kernel', 'gaussian');
  const width = fitted.number(fitted.anyOf('bandwidth_', 'bandwidth'));
  const points = readPoints(fitted);
  const logKernel = own(logKernels, name);
  if (logKernel === undefined) throw fitted.unknown('kernel', 'a known kernel');
  const norm = -logVolume(name, points.columns) - points.columns * Math.log(width) - Math.log(points.rows);
  const scoreSamples = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, 1);
    for (let row = 0; row < rows; row++) {
      const logs = Float64Array.from({ length: points.rows }, (_none, place) => {
        let square = 0;
        for (let at = 0; at < columns; at++)
          square += (values[row * columns + at] - points.values[place * columns + at]) ** 2;
        return logKernel(Math.sqrt(square), width);
      });
      answer.values[row] = logSum(logs) + norm;
    }
    return answer;
  };
  return { scoreSamples };
}

/** The tree's state begins with its rows; the rest is how it is searched. */
function readPoints(fitted: Fitted): Coefficients {
  const tree = fitted.raw('tree_');
  const items = tree instanceof PickleObject && tree.state instanceof PickleTuple ? tree.state.items : [];
  const [points] = items;
  if (!(points instanceof NdArray)) throw fitted.unknown('tree_', 'a tree of rows');
  if (fitted.text('metric', 'euclidean') !== 'euclidean' || items.at(-1) instanceof NdArray)
    throw fitted.refuse('it has weights or another metric than euclidean');
  fitted.chargeItems(points.size);
  return tableOf(points);
}

function logSum(logs: Float64Array): number {
  const max = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  if (max === -Infinity) return -Infinity;
  return max + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - max), 0));
}

/** Logarithm of the integral of a kernel of bandwidth 1 in `d` dimensions. */
function logVolume(kernel: string, d: number): number {
  if (kernel === 'gaussian') return 0.5 * d * Math.log(2 * Math.PI);
  if (kernel === 'tophat') return logBall(d);
  if (kernel === 'epanechnikov') return logBall(d) + Math.log(2 / (d + 2));
  if (kernel === 'exponential') return logSphere(d - 1) + logGamma(d);
  if (kernel === 'linear') return logBall(d) - Math.log(d + 1);
  return logCosine(d) + logSphere(d - 1);
}

/** Repeated integration by parts of cos(pi x / 2) x^(d-1) over 0 to 1. */
function logCosine(d: number): number {
  let factor = 0;
  let term = 2 / Math.PI;
  for (let k = 1; k <= d; k += 2) {
    factor += term;
    term *= -(d - k) * (d - k - 1) * (2 / Math.PI) ** 2;
  }
  return Math.log(factor);
}

/** Of the ball of radius 1 in n dimensions: pi^(n/2) / gamma(n/2 + 1). */
function logBall(n: number): number {
  return 0.5 * n * Math.log(Math.PI) - logGamma(0.5 * n + 1);
}

/** Of its surface in n + 1 dimensions. */
function logSphere(n: number): number {
  return Math.log(2 * Math.PI) + logBall(n - 1);
}

/** Logarithm of gamma at a multiple of one half, by its recurrence from gamma(1) = 1 or gamma(1/2) = sqrt(pi). */
function logGamma(x: number): number {
  let result = Number.isInteger(x) ? 0 : 0.5 * Math.log(Math.PI);
  for (let at = x - 1; at > 0; at--) result += Math.log(at);
  return result;
}
