import type { DenseStep } from '../../linear/dense-steps.ts';
import { runDenseSteps } from '../../linear/run-dense-steps.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Fitted } from '../fitted.ts';
import { type Matrix, newMatrix } from '../table.ts';

/** One or more linear functions of the columns. */
export interface LinearFunctions {
  /** A row of weights for each function. */
  readonly coefficients: Coefficients;
  /** One for each function. */
  readonly intercepts: Float64Array;
}

/** `coef_` and `intercept_`; an intercept that is a single number counts for every function. */
export function readLinearFunctions(fitted: Fitted): LinearFunctions {
  const coefficients = fitted.matrix('coef_');
  const given = fitted.doubles('intercept_');
  const intercepts = given.length === 1 ? new Float64Array(coefficients.rows).fill(given[0]) : given;
  if (intercepts.length !== coefficients.rows) throw fitted.unknown('intercept_', 'as long as coef_');
  if (fitted.columns !== undefined && coefficients.columns !== fitted.columns) {
    throw fitted.unknown('coef_', 'as wide as the input');
  }
  return { coefficients, intercepts };
}

/** Rows times weights plus intercepts: a column for each function. */
export function affine({ rows, columns, values }: Matrix, functions: LinearFunctions): Matrix {
  const answer = runDenseSteps(values, rows, columns, [affineStep(functions)]);
  return newMatrix(rows, functions.coefficients.rows, answer);
}

/** The functions as a step among others. */
export function affineStep({ coefficients, intercepts }: LinearFunctions): DenseStep {
  const { rows, columns, values } = coefficients;
  return { kind: 'affine', inputs: columns, outputs: rows, weights: values, biases: intercepts };
}
