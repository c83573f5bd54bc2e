import type { Matrix, Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { kernelRunner } from '../kernel-runner.ts';
import { readKernel } from './kernel.ts';

/** Support vectors of a fitted libsvm model, grouped by class for classifiers. */
export interface SupportVectors {
  readonly count: number;
  /** libsvm's coefficients: one row for regressors, classes - 1 rows for classifiers. */
  readonly coefficients: Coefficients;
  readonly intercepts: Float64Array;
  /** Kernel values of each row of a table with each vector. */
  readonly kernels: (table: Table) => Matrix;
  /** The kernels times the first row of coefficients, plus the first intercept: a column. */
  readonly weightedSum: (table: Table) => Matrix;
}

/** Reads what libsvm itself holds (`_dual_coef_`, `_intercept_`): the public attributes of two classes change the sign. */
export function readSupportVectors(fitted: Fitted): SupportVectors {
  const vectors = fitted.points('support_vectors_');
  const coefficients = fitted.matrix('_dual_coef_');
  const run = kernelRunner(vectors, { ...readKernel(fitted), byProducts: false }, fitted);
  if (coefficients.columns !== vectors.rows)
    throw fitted.unknown('_dual_coef_', 'as wide as there are support vectors');
  const columns = fitted.columns ?? vectors.columns;
  if (vectors.columns !== columns) throw fitted.unknown('support_vectors_', 'as wide as the input');
  const intercepts = fitted.doubles('_intercept_');
  const sum: DenseStep = {
    kind: 'affine',
    inputs: vectors.rows,
    outputs: 1,
    weights: coefficients.values.subarray(0, vectors.rows),
    biases: intercepts.subarray(0, 1),
  };
  return {
    count: vectors.rows,
    coefficients,
    intercepts,
    kernels: (table) => run(table, [], vectors.rows),
    weightedSum: (table) => run(table, [sum], 1),
  };
}
