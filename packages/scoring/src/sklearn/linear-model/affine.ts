import type { SparseCells } from '../../frame/sparse-cells.ts';
import { checkWidth, type Matrix, newMatrix, sparseCells, type Table, toMatrix } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import { scaledFunction } from '../../kernels/linear/scaled-function.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Scaler } from '../estimator.ts';
import { areFinite, finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';

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

/**
 * `affine` over a table as `finiteMatrix` lets it in: cells that are not finite make an answer that is not, so that they are
 * looked for only then.
 */
export function affineOf(table: Table, fitted: Fitted, functions: LinearFunctions): Matrix {
  const sparse = sparseCells(table);
  if (sparse !== undefined) {
    checkWidth(table, fitted.columns);
    const answer = sparseAffine(sparse, functions);
    if (areFinite(answer.values)) return answer;
  }
  const matrix = toMatrix(table, fitted.columns);
  const answer = affine(matrix, functions);
  if (!areFinite(answer.values)) finiteMatrix(matrix, fitted);
  return answer;
}

/** `affine` over cells that are mostly zeros, in the order of the columns. */
export function sparseAffine(
  { starts, columns, values }: SparseCells,
  { coefficients, intercepts }: LinearFunctions,
): Matrix {
  const rows = starts.length - 1;
  const answer = newMatrix(rows, coefficients.rows);
  for (let row = 0, out = 0; row < rows; row++) {
    for (let output = 0; output < coefficients.rows; output++, out++) {
      const weights = output * coefficients.columns;
      let sum = 0;
      for (let at = starts[row]; at < starts[row + 1]; at++)
        sum += values[at] * coefficients.values[weights + columns[at]];
      answer.values[out] = sum + intercepts[output];
    }
  }
  return answer;
}

/**
 * `decide` for rows that a scaler has not seen yet; undefined unless it is one function. `decide` is asked where an answer
 * would not be finite, and about tables of texts.
 */
export function affineBehindScaler({ coefficients, intercepts }: LinearFunctions, decide: (table: Table) => Matrix) {
  if (coefficients.rows !== 1) return undefined;
  const { columns, values: weights } = coefficients;
  return (scaler: Scaler) => {
    const { scaling, transformIntoScratch } = scaler;
    return (table: Table): Matrix => {
      if (table.kind === 'matrix' && table.columns === columns && scaling.centers.length === columns) {
        const answer = scaledFunction(table.values, table.rows, scaling, weights, intercepts[0]);
        if (answer !== undefined) return newMatrix(table.rows, 1, answer);
      }
      return decide(transformIntoScratch(table));
    };
  };
}

/** The functions as a step among others. */
export function affineStep({ coefficients, intercepts }: LinearFunctions): DenseStep {
  const { rows, columns, values } = coefficients;
  return { kind: 'affine', inputs: columns, outputs: rows, weights: values, biases: intercepts };
}
