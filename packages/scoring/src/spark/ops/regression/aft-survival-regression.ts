import type { Op } from '../../op.ts';
import { dotRow, eachVector } from '../../plan/old-map-vectors.ts';

/**
 * `aft_survival_regression`: lambda = e^(x * c + b), and lambda * (-ln(1 - q))^scale for each quantile q.
 * Source: MLeap `AFTSurvivalRegressionModel.scala`.
 */
export const aftSurvivalRegression: Op = {
  name: 'aft_survival_regression',
  compile(context) {
    const { attributes } = context;
    const coefficients = attributes.weights('coefficients');
    const intercept = attributes.number('intercept');
    const scale = attributes.number('scale');
    const factors = attributes
      .numbers('quantile_probabilities')
      .map((q) => Math.exp(Math.log(-Math.log(1 - q)) * scale));
    const input = context.vectors('features', coefficients.length);
    const prediction = context.outputNumbers('prediction');
    const quantiles = context.outputVectors('quantiles', factors.length);
    const each = (row: number) => {
      const lambda = Math.exp(dotRow(input, row, coefficients) + intercept);
      prediction.values[row] = lambda;
      quantiles.room(factors.length);
      for (let at = 0; at < factors.length; at++) quantiles.values[quantiles.length + at] = lambda * factors[at];
      quantiles.closeDense(factors.length);
    };
    const loop = eachVector(context, input, each, () => quantiles.closeEmpty(), coefficients.length);
    return (rowCount) => {
      prediction.reserve(rowCount);
      quantiles.reserve(rowCount);
      loop(rowCount);
    };
  },
};
