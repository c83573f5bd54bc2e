import type { Coefficients } from '../coefficients.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';
import { readKernel } from './kernel.ts';

/** Support vectors of a fitted libsvm model, grouped by class for classifiers. */
export interface SupportVectors {
  readonly count: number;
  /** libsvm's coefficients: one row for regressors, classes - 1 rows for classifiers. */
  readonly coefficients: Coefficients;
  readonly intercepts: Float64Array;
  /** Kernel values of each row of a table with each vector. */
  readonly kernels: (table: Table) => Matrix;
}

/** Reads what libsvm itself holds (`_dual_coef_`, `_intercept_`): the public attributes of two classes change the sign. */
export function readSupportVectors(fitted: Fitted): SupportVectors {
  const vectors = fitted.matrix('support_vectors_');
  const coefficients = fitted.matrix('_dual_coef_');
  const kernel = readKernel(fitted, vectors);
  if (coefficients.columns !== vectors.rows)
    throw fitted.unknown('_dual_coef_', 'as wide as there are support vectors');
  const columns = fitted.columns ?? vectors.columns;
  if (vectors.columns !== columns) throw fitted.unknown('support_vectors_', 'as wide as the input');
  const kernels = (table: Table) => {
    const matrix = finiteMatrix(table, fitted);
    const answer = newMatrix(matrix.rows, vectors.rows);
    for (let row = 0, out = 0; row < matrix.rows; row++) {
      for (let at = 0; at < vectors.rows; at++) answer.values[out++] = kernel(matrix.values, row * columns, at);
    }
    return answer;
  };
  fitted.widen(vectors.rows);
  return { count: vectors.rows, coefficients, intercepts: fitted.doubles('_intercept_'), kernels };
}
