import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { psi } from '../../math/psi.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { own } from '../../util/own.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { softmaxRows } from '../probabilities.ts';

/** A factor of the precision matrix of each component: `values[(k * d + i) * d + j]`, upper triangular. */
type Factors = Float64Array;

/** GaussianMixture: weighted log densities of the components. Source: `_estimate_log_gaussian_prob`. */
export function readGaussianMixture(fitted: Fitted): Estimator {
  const weights = fitted.doubles('weights_').map(Math.log);
  return mixtureOf(fitted, weights);
}

/** BayesianGaussianMixture: the same under the mean of its posterior. Source: `_bayesian_mixture.py`. */
export function readBayesianMixture(fitted: Fitted): Estimator {
  const freedoms = fitted.doubles('degrees_of_freedom_');
  const precisions = fitted.doubles('mean_precision_');
  const size = fitted.matrix('means_').columns;
  const weights = readLogWeights(fitted).map((weight, k) => {
    // Tied covariances have one number for all components.
    const freedom = freedoms[freedoms.length === 1 ? 0 : k];
    let logLambda = size * Math.LN2;
    for (let at = 0; at < size; at++) logLambda += psi(0.5 * (freedom - at));
    return weight - 0.5 * size * Math.log(freedom) + 0.5 * (logLambda - size / precisions[k]);
  });
  return mixtureOf(fitted, weights);
}

/** Expected logarithms of the weights: of a Dirichlet distribution, or of a process given by two arrays. */
function readLogWeights(fitted: Fitted): Float64Array {
  if (fitted.text('weight_concentration_prior_type', 'dirichlet_process') !== 'dirichlet_process') {
    const concentrations = fitted.doubles('weight_concentration_');
    const whole = psi(concentrations.reduce((sum, value) => sum + value, 0));
    return concentrations.map((value) => psi(value) - whole);
  }
  const [first, second] = fitted.list('weight_concentration_');
  if (!(first instanceof NdArray) || !(second instanceof NdArray))
    throw fitted.unknown('weight_concentration_', 'two arrays');
  const [a, b] = [first.doubles(), second.doubles()];
  let before = 0;
  return a.map((value, k) => {
    const whole = psi(value + b[k]);
    const weight = psi(value) - whole + before;
    before += psi(b[k]) - whole;
    return weight;
  });
}

/** `logWeights`: what is added to the log density of each component. */
function mixtureOf(fitted: Fitted, logWeights: Float64Array): Estimator {
  const means = fitted.matrix('means_');
  const { rows: count, columns: size } = means;
  const factors = readFactors(fitted, count, size);
  const constants = Float64Array.from({ length: count }, (_none, k) => {
    let logDeterminant = 0;
    for (let at = 0; at < size; at++) logDeterminant += Math.log(factors[(k * size + at) * size + at]);
    return logWeights[k] - 0.5 * size * Math.log(2 * Math.PI) + logDeterminant;
  });
  const joint = (table: Table): Matrix => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, count);
    for (let at = 0; at < answer.values.length; at++) {
      const k = at % count;
      const cells = matrix.values.subarray(Math.floor(at / count) * size, (Math.floor(at / count) + 1) * size);
      const differences = cells.map((x, column) => x - means.values[k * size + column]);
      answer.values[at] = constants[k] - 0.5 * squaredLength(differences, factors, k);
    }
    return answer;
  };
  return {
    predict: (table) => newMatrix(table.rows, 1, Float64Array.from(argmax(joint(table)))),
    predictProba: (table) => softmaxRows(joint(table)),
    scoreSamples: (table) => logSums(joint(table)),
  };
}

/** Squared length of `differences` times factor k. */
function squaredLength(differences: Float64Array, factors: Factors, k: number): number {
  const size = differences.length;
  let total = 0;
  for (let out = 0; out < size; out++) {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += differences[at] * factors[(k * size + at) * size + out];
    total += sum * sum;
  }
  return total;
}

function readFactors(fitted: Fitted, count: number, size: number): Factors {
  const value = fitted.raw('precisions_cholesky_');
  if (!(value instanceof NdArray)) throw fitted.unknown('precisions_cholesky_', 'an array');
  const given = value.doubles();
  const type = fitted.text('covariance_type');
  if (type === 'full') return given;
  const entry: Record<string, (k: number, i: number, j: number) => number> = {
    tied: (_k, i, j) => given[i * size + j],
    diag: (k, i, j) => (i === j ? given[k * size + i] : 0),
    spherical: (k, i, j) => (i === j ? given[k] : 0),
  };
  const entryAt = own(entry, type);
  if (entryAt === undefined) throw fitted.unknown('covariance_type', 'full, tied, diag or spherical');
  fitted.declareWidth(count * size * size);
  return Float64Array.from({ length: count * size * size }, (_none, at) =>
    entryAt(Math.floor(at / size / size), Math.floor(at / size) % size, at % size),
  );
}

function logSums({ rows, columns, values }: Matrix): Matrix {
  const sums = Float64Array.from({ length: rows }, (_none, row) => {
    const cells = values.subarray(row * columns, (row + 1) * columns);
    const max = Math.max(...cells);
    return max + Math.log(cells.reduce((sum, value) => sum + Math.exp(value - max), 0));
  });
  return newMatrix(rows, 1, sums);
}
