import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';
import { readSupportVectors, type SupportVectors } from './support-vectors.ts';

/** SVR and NuSVR: a weighted sum of kernels. */
export function readSupportVectorRegressor(fitted: Fitted): Estimator {
  const vectors = readSingle(fitted);
  return { predict: (table) => weightedSum(vectors, table) };
}

/** OneClassSVM: 1 inside, -1 outside. */
export function readOneClassSvm(fitted: Fitted): Estimator {
  const vectors = readSingle(fitted);
  const offset = fitted.doubles('offset_')[0];
  const decisionFunction = (table: Table) => weightedSum(vectors, table);
  const map = (matrix: Matrix, change: (value: number) => number) =>
    newMatrix(matrix.rows, 1, matrix.values.map(change));
  return {
    decisionFunction,
    predict: (table) => map(decisionFunction(table), (value) => (value > 0 ? 1 : -1)),
    scoreSamples: (table) => map(decisionFunction(table), (value) => value + offset),
  };
}

/** libsvm's one-class models and regressors have one decision. */
function readSingle(fitted: Fitted): SupportVectors {
  const vectors = readSupportVectors(fitted);
  if (vectors.coefficients.rows !== 1) throw fitted.unknown('_dual_coef_', 'a single row');
  return vectors;
}

function weightedSum({ coefficients, intercepts, kernels }: SupportVectors, table: Table): Matrix {
  const { rows, columns, values } = kernels(table);
  const answer = newMatrix(rows, 1);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = 0; at < columns; at++) sum += coefficients.values[at] * values[row * columns + at];
    answer.values[row] = sum + intercepts[0];
  }
  return answer;
}
