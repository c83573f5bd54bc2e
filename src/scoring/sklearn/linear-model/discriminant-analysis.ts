import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { binaryProbabilities, softmaxRows } from '../link.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';
import { readLinearClassifier } from './linear-classifier.ts';

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

/** Quadratic discriminant analysis: a Gaussian of its own for each class. Source: `_decision_function`. */
export function readQuadraticDiscriminantAnalysis(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const means = fitted.matrix('means_');
  const logPriors = fitted.doubles('priors_').map(Math.log);
  const rotations = fitted.matrices('rotations_');
  const scalings = fitted.matrices('scalings_');
  const constants = scalings.map(
    (scaling, at) => logPriors[at] - 0.5 * scaling.values.reduce((sum, s) => sum + Math.log(s), 0),
  );
  const decide = (table: Table): Matrix => {
    const { rows, columns, values } = finiteMatrix(table, fitted);
    const answer = newMatrix(rows, rotations.length);
    for (let row = 0; row < rows; row++) {
      rotations.forEach((rotation, k) => {
        let distance = 0;
        for (let axis = 0; axis < rotation.columns; axis++) {
          let sum = 0;
          for (let at = 0; at < columns; at++) {
            const difference = values[row * columns + at] - means.values[k * columns + at];
            sum += difference * rotation.values[at * rotation.columns + axis];
          }
          distance += (sum * sum) / scalings[k].values[axis];
        }
        answer.values[row * rotations.length + k] = -0.5 * distance + constants[k];
      });
    }
    return answer;
  };
  return {
    classes,
    predict: (table) => labelsAt(classes, argmax(decide(table))),
    predictProba: (table) => softmaxRows(decide(table)),
    decisionFunction: (table) => {
      const decision = decide(table);
      if (rotations.length !== 2) return decision;
      return newMatrix(
        decision.rows,
        1,
        Float64Array.from(
          { length: decision.rows },
          (_none, row) => decision.values[row * 2 + 1] - decision.values[row * 2],
        ),
      );
    },
  };
}
