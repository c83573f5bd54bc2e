import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { readLinearClassifier } from '../linear-model/linear-classifier.ts';
import { binaryProbabilities, softmaxRows } from '../probabilities.ts';

/** Linear discriminant analysis: a linear classifier, and for some solvers a projection on its discriminants. */
export function readLinearDiscriminantAnalysis(fitted: Fitted): Estimator {
  const classifier = readLinearClassifier(fitted, (decision) =>
    decision.columns === 1 ? binaryProbabilities(decision) : softmaxRows(decision),
  );
  if (fitted.text('solver', 'svd') === 'lsqr' || !fitted.has('scalings_')) return classifier;
  const scalings = fitted.matrix('scalings_');
  const center = fitted.text('solver', 'svd') === 'svd' ? fitted.doubles('xbar_') : new Float64Array(scalings.rows);
  const width = Math.min(scalings.columns, fitted.number('_max_components'));
  const transform = (table: Table) => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < columns; at++) {
        const difference = values[row * columns + at] - center[at];
        for (let out = 0; out < width; out++) {
          answer.values[row * width + out] += difference * scalings.values[at * scalings.columns + out];
        }
      }
    }
    return answer;
  };
  return { ...classifier, transform };
}

/** A Gaussian of one class, in the axes of its covariance. */
interface ClassGaussian {
  readonly mean: Float64Array;
  /** Axes as columns. */
  readonly rotation: Coefficients;
  /** Variance along each axis. */
  readonly variances: Float64Array;
  /** Log of the prior less half the log of the determinant. */
  readonly constant: number;
}

/** Quadratic discriminant analysis: a Gaussian of its own for each class. Source: `_decision_function`. */
export function readQuadraticDiscriminantAnalysis(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const gaussians = readGaussians(fitted);
  const width = gaussians.length;
  const decide = (table: Table): Matrix => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, width);
    for (let row = 0; row < rows; row++) {
      const cells = values.subarray(row * columns, (row + 1) * columns);
      for (let k = 0; k < width; k++) answer.values[row * width + k] = logDensity(cells, gaussians[k]);
    }
    return answer;
  };
  return {
    classes,
    predict: (table) => labelsAt(classes, argmax(decide(table))),
    predictProba: (table) => softmaxRows(decide(table)),
    decisionFunction: (table) => {
      const decision = decide(table);
      if (width !== 2) return decision;
      const { rows, values } = decision;
      return newMatrix(
        rows,
        1,
        Float64Array.from({ length: rows }, (_none, row) => values[row * 2 + 1] - values[row * 2]),
      );
    },
  };
}

function readGaussians(fitted: Fitted): ClassGaussian[] {
  const means = fitted.matrix('means_');
  const priors = fitted.doubles('priors_');
  const scalings = fitted.matrices('scalings_');
  return fitted.matrices('rotations_').map((rotation, k) => {
    const variances = scalings[k].values;
    const logDeterminant = variances.reduce((sum, variance) => sum + Math.log(variance), 0);
    const mean = means.values.subarray(k * means.columns, (k + 1) * means.columns);
    return { mean, rotation, variances, constant: Math.log(priors[k]) - 0.5 * logDeterminant };
  });
}

function logDensity(cells: Float64Array, { mean, rotation, variances, constant }: ClassGaussian): number {
  let distance = 0;
  for (let axis = 0; axis < rotation.columns; axis++) {
    let sum = 0;
    for (let at = 0; at < cells.length; at++)
      sum += (cells[at] - mean[at]) * rotation.values[at * rotation.columns + axis];
    distance += (sum * sum) / variances[axis];
  }
  return constant - 0.5 * distance;
}
