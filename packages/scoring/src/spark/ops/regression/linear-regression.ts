import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { chooseDot, weightsOf } from '../../plan/dot-row.ts';
import { checkWeights } from '../../save/check-weights.ts';
import { predictionStage } from '../../save/prediction-stage.ts';
import { compileRegressor, type Regressor } from './compile-regressor.ts';

interface LinearRegression {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Whether the coefficients were kept sparse: those of 0 take no part then. */
  readonly isSparse: boolean;
}

/** `linear_regression`: x * coefficients + intercept. Source: MLeap `LinearRegressionModel.scala`. */
export const linearRegression = operator<LinearRegression>({
  op: 'linear_regression',
  bundle: {
    read: (attributes) => ({
      coefficients: attributes.weights('coefficients'),
      intercept: attributes.number('intercept'),
      isSparse: false,
    }),
  },
  write: ({ coefficients, intercept }) => ({
    attributes: { coefficients: bundleValue.vector(coefficients), intercept: bundleValue.double(intercept) },
  }),
  spark: predictionStage('LinearRegressionModel', (stage) => {
    const cell = stage.cell();
    return {
      coefficients: checkWeights(stage, 'coefficients', cell.vector('coefficients')),
      intercept: cell.number('intercept'),
      isSparse: cell.isSparse('coefficients'),
    };
  }),
  compile({ coefficients, intercept, isSparse }, ports, context) {
    const weights = weightsOf(coefficients);
    const dot = chooseDot(isSparse);
    const regressor: Regressor = {
      size: coefficients.length,
      predict: (input, row) => dot(input, row, weights) + intercept,
    };
    return compileRegressor(regressor, ports, context);
  },
});
