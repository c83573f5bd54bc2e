import type { SparseCells } from '../../frame/sparse-cells.ts';
import { columnCount, type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { accurateDot } from '../../math/accurate-dot.ts';
import { ScoringError } from '../../scoring-error.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { affine, type LinearFunctions, sparseAffine } from '../linear-model/affine.ts';
import { softmaxRows } from '../probabilities.ts';
import { storedCells } from '../stored-cells.ts';

/** Log of prior times likelihood, up to a constant of the row: a column for each class. */
export type JointLogLikelihood = (table: Table) => Matrix;

export function bayes(fitted: Fitted, joint: JointLogLikelihood): Estimator {
  const classes = fitted.labels('classes_');
  return {
    classes,
    predict: (table) => labelsAt(classes, argmax(joint(table))),
    predictProba: (table) => softmaxRows(joint(table)),
  };
}

/** GaussianNB: -1/2 sum of log(2 pi var) + (x - mean)^2 / var. The variance was `sigma_` before release 1.0. */
export function readGaussianNaiveBayes(fitted: Fitted): Estimator {
  const means = fitted.matrix('theta_');
  const variances = fitted.matrix(fitted.anyOf('var_', 'sigma_'));
  const priors = fitted.doubles('class_prior_');
  const { rows: classes, columns } = means;
  const constants = Float64Array.from({ length: classes }, (_none, k) => {
    const own = variances.values.subarray(k * columns, (k + 1) * columns);
    return Math.log(priors[k]) - 0.5 * own.reduce((sum, variance) => sum + Math.log(2 * Math.PI * variance), 0);
  });
  return bayes(fitted, (table) => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, classes);
    for (let at = 0; at < answer.values.length; at++) {
      const start = Math.floor(at / classes) * columns;
      const k = at % classes;
      let sum = 0;
      for (let column = 0, place = k * columns; column < columns; column++, place++) {
        sum += (matrix.values[start + column] - means.values[place]) ** 2 / variances.values[place];
      }
      answer.values[at] = constants[k] - 0.5 * sum;
    }
    return answer;
  });
}

/** MultinomialNB: counts times log probabilities. */
export function readMultinomialNaiveBayes(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('feature_log_prob_');
  const intercepts = fitted.doubles('class_log_prior_');
  return bayes(fitted, (table) => logSums(table, fitted, { coefficients, intercepts }));
}

/**
 * Counts times logs, rounded once. Such sums are in the thousands, where doubles are 1e-12 apart, and a probability is the
 * exponential of the difference of two: what a plain sum loses would show in it.
 */
function logSums(table: Table, fitted: Fitted, functions: LinearFunctions): Matrix {
  const { coefficients, intercepts } = functions;
  const stored = storedCells(table, fitted);
  if (stored !== undefined && columnCount(table) === coefficients.columns) return logSumsOfStored(stored, functions);
  const { rows, columns, values } = finiteMatrix(table, fitted);
  if (columns !== coefficients.columns || intercepts.length !== coefficients.rows)
    throw new ScoringError('bad_model', `The model's weights are for ${coefficients.columns} columns, not ${columns}.`);
  const answer = newMatrix(rows, coefficients.rows);
  for (let row = 0, out = 0; row < rows; row++) {
    for (let k = 0; k < coefficients.rows; k++)
      answer.values[out++] =
        accurateDot(values, row * columns, coefficients.values, k * columns, columns) + intercepts[k];
  }
  return answer;
}

/** The same of the cells that are stored: zeros add nothing. */
function logSumsOfStored({ starts, columns, values }: SparseCells, { coefficients, intercepts }: LinearFunctions) {
  const answer = newMatrix(starts.length - 1, coefficients.rows);
  for (let k = 0; k < coefficients.rows; k++) {
    const weights = Float64Array.from(columns, (column) => coefficients.values[k * coefficients.columns + column]);
    for (let row = 0; row < answer.rows; row++) {
      const count = starts[row + 1] - starts[row];
      answer.values[row * answer.columns + k] =
        accurateDot(values, starts[row], weights, starts[row], count) + intercepts[k];
    }
  }
  return answer;
}

/** ComplementNB: the same with weights against the other classes; the prior counts only if there is one class. */
export function readComplementNaiveBayes(fitted: Fitted): Estimator {
  const coefficients = fitted.matrix('feature_log_prob_');
  const priors = fitted.doubles('class_log_prior_');
  const intercepts = coefficients.rows === 1 ? priors : new Float64Array(coefficients.rows);
  return bayes(fitted, (table) => logSums(table, fitted, { coefficients, intercepts }));
}

/** BernoulliNB: log p where the (binarised) cell is 1, log(1 - p) where it is 0. */
export function readBernoulliNaiveBayes(fitted: Fitted): Estimator {
  const present = fitted.matrix('feature_log_prob_');
  const absent = present.values.map((log) => Math.log(1 - Math.exp(log)));
  const coefficients = { ...present, values: present.values.map((log, at) => log - absent[at]) };
  const priors = fitted.doubles('class_log_prior_');
  const intercepts = priors.map((prior, k) =>
    absent.subarray(k * present.columns, (k + 1) * present.columns).reduce((sum, log) => sum + log, prior),
  );
  const threshold = fitted.has('binarize') ? fitted.number('binarize') : undefined;
  return bayes(fitted, (table) => {
    // Below 0, cells that are not stored count.
    const stored = threshold === undefined || threshold < 0 ? undefined : storedCells(table, fitted);
    if (threshold !== undefined && stored !== undefined) {
      const values = stored.values.map((x) => (x > threshold ? 1 : 0));
      return sparseAffine({ ...stored, values }, { coefficients, intercepts });
    }
    const matrix = finiteMatrix(table, fitted);
    const cells =
      threshold === undefined ? matrix : { ...matrix, values: matrix.values.map((x) => (x > threshold ? 1 : 0)) };
    return affine(cells, { coefficients, intercepts });
  });
}
