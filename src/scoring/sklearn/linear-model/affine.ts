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
export function affine(matrix: Matrix, { coefficients, intercepts }: LinearFunctions): Matrix {
  const { rows, columns, values } = matrix;
  const outputs = coefficients.rows;
  const weights = coefficients.values;
  const answer = new Float64Array(rows * outputs);
  for (let row = 0, out = 0; row < rows; row++) {
    const start = row * columns;
    for (let output = 0; output < outputs; output++) {
      let sum = 0;
      for (let at = 0, weight = output * columns; at < columns; at++) sum += values[start + at] * weights[weight + at];
      answer[out++] = sum + intercepts[output];
    }
  }
  return newMatrix(rows, outputs, answer);
}
