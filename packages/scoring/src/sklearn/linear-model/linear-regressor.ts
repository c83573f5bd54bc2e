import type { Matrix, Table } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { affineBehindScaler, affineOf, readLinearFunctions } from './affine.ts';

/** Every regressor whose answer is `X @ coef_.T + intercept_`: a column for each target. */
export function readLinearRegressor(fitted: Fitted): Estimator {
  const functions = readLinearFunctions(fitted);
  const predict = (table: Table) => affineOf(table, fitted, functions);
  const behindScaler = affineBehindScaler(functions, predict);
  // A target of one column, fitted as a table of one column.
  const shape = fitted.dimensions('coef_') > 1 ? { isNested: true } : {};
  if (behindScaler === undefined) return { predict, ...shape };
  return { predict, ...shape, behindScaler: (scaler) => ({ predict: behindScaler(scaler), ...shape }) };
}

/** Poisson, Gamma and Tweedie regressors: a linear function through the inverse of their link. */
export function readGeneralizedLinearRegressor(fitted: Fitted): Estimator {
  const functions = readLinearFunctions(fitted);
  if (!hasLogLink(fitted)) return readLinearRegressor(fitted);
  return { predict: (table) => exponentials(affineOf(table, fitted, functions)) };
}

/** Tweedie's link `auto` is the identity for the normal distribution (power 0 or less) and the logarithm otherwise. */
function hasLogLink(fitted: Fitted): boolean {
  if (!fitted.className.endsWith('TweedieRegressor')) return true;
  const link = fitted.text('link', 'auto');
  return link === 'auto' ? fitted.number('power') > 0 : link === 'log';
}

function exponentials(matrix: Matrix): Matrix {
  for (let at = 0; at < matrix.values.length; at++) matrix.values[at] = Math.exp(matrix.values[at]);
  return matrix;
}
