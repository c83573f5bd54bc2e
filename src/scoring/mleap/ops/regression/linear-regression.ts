import type { Op } from '../../op.ts';
import { dotRow } from '../../plan/map-vectors.ts';
import { compileRegressor } from './compile-regressor.ts';

/** `linear_regression`: x * coefficients + intercept. Source: MLeap `LinearRegressionModel.scala`. */
export const linearRegression: Op = {
  name: 'linear_regression',
  compile(context) {
    const coefficients = context.attributes.weights('coefficients');
    const intercept = context.attributes.number('intercept');
    return compileRegressor(context, coefficients.length, (input, row) => dotRow(input, row, coefficients) + intercept);
  },
};
