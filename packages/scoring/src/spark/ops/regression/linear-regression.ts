import type { Op } from '../../op.ts';
import { chooseDot } from '../../plan/old-map-vectors.ts';
import { compileRegressor } from './compile-regressor.ts';

/** `linear_regression`: x * coefficients + intercept. Source: MLeap `LinearRegressionModel.scala`. */
export const linearRegression: Op = {
  name: 'linear_regression',
  compile(context) {
    const coefficients = context.attributes.weights('coefficients');
    const intercept = context.attributes.number('intercept');
    const dot = chooseDot(context);
    return compileRegressor(context, coefficients.length, (input, row) => dot(input, row, coefficients) + intercept);
  },
};
