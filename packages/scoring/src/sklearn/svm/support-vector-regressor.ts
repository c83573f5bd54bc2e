import { type Matrix, newMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readSupportVectors, type SupportVectors } from './support-vectors.ts';

/** SVR and NuSVR: a weighted sum of kernels. */
export function readSupportVectorRegressor(fitted: Fitted): Estimator {
  return { predict: readSingle(fitted).weightedSum };
}

/** OneClassSVM: 1 inside, -1 outside. */
export function readOneClassSvm(fitted: Fitted): Estimator {
  const { weightedSum: decisionFunction } = readSingle(fitted);
  const offset = fitted.doubles('offset_')[0];
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
