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

/**
 * Rows times weights plus intercepts: a column for each function. Four rows at a time, since each addition of one sum has to
 * wait for the one before; the order within a sum is the same for a row alone, and so is the answer, to the last bit.
 */
export function affine({ rows, columns, values }: Matrix, { coefficients, intercepts }: LinearFunctions): Matrix {
  const outputs = coefficients.rows;
  const weights = coefficients.values;
  const answer = new Float64Array(rows * outputs);
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const start = row * columns;
    for (let output = 0, weight = 0; output < outputs; output++, weight += columns) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let at = 0; at < columns; at++) {
        const w = weights[weight + at];
        const place = start + at;
        a += values[place] * w;
        b += values[place + columns] * w;
        c += values[place + 2 * columns] * w;
        d += values[place + 3 * columns] * w;
      }
      const out = row * outputs + output;
      answer[out] = a + intercepts[output];
      answer[out + outputs] = b + intercepts[output];
      answer[out + 2 * outputs] = c + intercepts[output];
      answer[out + 3 * outputs] = d + intercepts[output];
    }
  }
  for (; row < rows; row++) {
    for (let output = 0, weight = 0; output < outputs; output++, weight += columns) {
      let sum = 0;
      for (let at = 0, place = row * columns; at < columns; at++) sum += values[place + at] * weights[weight + at];
      answer[row * outputs + output] = sum + intercepts[output];
    }
  }
  return newMatrix(rows, outputs, answer);
}
