import type { Table } from '../../frame/table.ts';
import { normalCdf } from '../../math/normal-cdf.ts';
import { present } from '../../util/present.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { readOneVsOne } from '../multiclass/one-vs-one.ts';
import { readOneVsRest } from '../multiclass/one-vs-rest.ts';
import { fromColumns } from '../response.ts';
import { rowViews } from '../row-views.ts';
import { readCovariance, readVariance } from './covariance.ts';

/** How a sum of error functions stands for the sigmoid: their scales and their weights. Source: `_gpc.py`. */
const LAMBDAS = [0.41, 0.4, 0.37, 0.44, 0.39];
const COEFFICIENTS = [-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654];

/** GaussianProcessClassifier: two classes by Laplace's approximation, several by one of them for each class or pair. */
export function readGaussianProcessClassifier(fitted: Fitted): Estimator {
  const inner = fitted.object('base_estimator_');
  const classes = fitted.labels('classes_');
  if (inner.className === 'OneVsRestClassifier') return { ...readOneVsRest(inner), classes };
  if (inner.className === 'OneVsOneClassifier') {
    const { predict } = readOneVsOne(inner);
    return { classes, ...present({ predict }) };
  }
  return { ...readBinaryGaussianProcess(inner), classes };
}

/**
 * One against one, or one against the rest. The label goes by the sign of the latent mean; the probability is the sigmoid's
 * mean under the latent normal distribution. Source: `_BinaryGaussianProcessClassifierLaplace`, GPML algorithm 3.2.
 */
export function readBinaryGaussianProcess(fitted: Fitted): Estimator {
  const training = fitted.matrix('X_train_');
  const count = training.rows;
  const kernel = fitted.object('kernel_');
  const covariance = readCovariance(kernel);
  const variance = readVariance(kernel);
  const others = rowViews(training);
  const labels = fitted.doubles('y_train_');
  const slopes = fitted.doubles('pi_').map((pi, at) => labels[at] - pi);
  const roots = fitted.doubles('W_sr_');
  const lower = fitted.matrix('L_');
  const classes = fitted.labels('classes_');
  if (lower.rows !== count || lower.columns !== count || roots.length !== count || slopes.length !== count)
    throw fitted.unknown('L_', 'as large as there are training rows');
  const kernelsOf = (row: Float64Array) => Float64Array.from(others, (other) => covariance(row, other));
  const means = (table: Table) =>
    Float64Array.from(rowViews(finiteMatrix(table, fitted)), (row) => dot(kernelsOf(row), slopes));
  const second = (table: Table) =>
    Float64Array.from(rowViews(finiteMatrix(table, fitted)), (row) => {
      const kernels = kernelsOf(row);
      const spread = solveLower(
        lower.values,
        kernels.map((value, at) => value * roots[at]),
      );
      return averageSigmoid(dot(kernels, slopes), variance(row) - dot(spread, spread));
    });
  const predictProba = (table: Table) => {
    const p = second(table);
    return fromColumns([p.map((value) => 1 - value), p]);
  };
  const predict = (table: Table) =>
    labelsAt(
      classes,
      Int32Array.from(means(table), (mean) => (mean > 0 ? 1 : 0)),
    );
  return {
    classes,
    predict: classes.values.length === 2 ? predict : labelsByArgmax(classes, predictProba),
    predictProba,
  };
}

function labelsByArgmax(
  classes: NonNullable<Estimator['classes']>,
  predictProba: NonNullable<Estimator['predictProba']>,
) {
  return (table: Table) => labelsAt(classes, argmax(predictProba(table)));
}

function averageSigmoid(mean: number, variance: number): number {
  const alpha = 1 / (2 * variance);
  let sum = 0;
  let half = 0;
  LAMBDAS.forEach((lambda, at) => {
    const argument = lambda * mean * Math.sqrt(alpha / (alpha + lambda * lambda));
    const integral = (Math.sqrt(Math.PI / alpha) * erf(argument)) / (2 * Math.sqrt(variance * 2 * Math.PI));
    sum += COEFFICIENTS[at] * integral;
    half += COEFFICIENTS[at];
  });
  return sum + 0.5 * half;
}

/** Twice the normal distribution function less 1; by symmetry never where that cancels. */
function erf(x: number): number {
  const size = 1 - 2 * normalCdf(-Math.abs(x) * Math.SQRT2);
  return Math.abs(x) < 0.5 ? seriesErf(x) : x < 0 ? -size : size;
}

/** Maclaurin series. */
function seriesErf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; k < 60; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Solves a lower triangular system. */
function solveLower(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const answer = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let sum = right[row];
    for (let at = 0; at < row; at++) sum -= lower[row * n + at] * answer[at];
    answer[row] = sum / lower[row * n + row];
  }
  return answer;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}
