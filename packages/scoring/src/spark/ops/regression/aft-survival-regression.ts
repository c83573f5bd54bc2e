import { scalar, vector } from '../../../frame/data-type.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { dotRow, weightsOf } from '../../plan/dot-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import { checkWeights } from '../../save/check-weights.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';

interface AftSurvivalRegression {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly scale: number;
  /** The quantiles that are made. */
  readonly probabilities: Float64Array;
}

/**
 * `aft_survival_regression`: lambda = e^(x * c + b), and lambda * (-ln(1 - q))^scale for each quantile q.
 * Source: MLeap `AFTSurvivalRegressionModel.scala`.
 */
export const aftSurvivalRegression = operator<AftSurvivalRegression>({
  op: 'aft_survival_regression',
  bundle: {
    read: (attributes) => ({
      coefficients: attributes.weights('coefficients'),
      intercept: attributes.number('intercept'),
      scale: attributes.number('scale'),
      probabilities: attributes.numbers('quantile_probabilities'),
    }),
  },
  write: ({ coefficients, intercept, scale, probabilities }) => ({
    attributes: {
      coefficients: bundleValue.vector(coefficients),
      intercept: bundleValue.double(intercept),
      quantile_probabilities: bundleValue.doubles(probabilities),
      scale: bundleValue.double(scale),
    },
  }),
  spark: {
    classes: ['AFTSurvivalRegressionModel'],
    read: (stage, { columns }) => {
      const cell = stage.cell();
      const parameters = {
        coefficients: checkWeights(stage, 'coefficients', cell.vector('coefficients')),
        intercept: cell.number('intercept'),
        scale: cell.number('scale'),
        probabilities: Float64Array.from(stage.params.numbers('quantileProbabilities', [])),
      };
      const inputs = featuresPort(stage.params, columns);
      const size = parameters.probabilities.length;
      const quantiles = { port: 'quantiles', param: 'quantilesCol', info: { type: vector(size), size } };
      const outputs = outputPorts(stage.params, columns, [quantiles]);
      const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('double') });
      return [{ parameters, inputs, outputs: { ...outputs, prediction } }];
    },
  },
  compile({ coefficients, intercept, scale, probabilities }, ports, context) {
    const factors = probabilities.map((q) => Math.exp(Math.log(-Math.log(1 - q)) * scale));
    const weights = weightsOf(coefficients);
    const size = coefficients.length;
    const input = ports.vectors('features', size);
    const prediction = ports.outputNumbers('prediction');
    const quantiles = ports.outputVectors('quantiles', factors.length);
    const each = (row: number) => {
      const lambda = Math.exp(dotRow(input, row, weights) + intercept);
      prediction.values[row] = lambda;
      quantiles.room(factors.length);
      for (let at = 0; at < factors.length; at++) quantiles.values[quantiles.length + at] = lambda * factors[at];
      quantiles.closeDense(factors.length);
    };
    const loop = eachVector(context, { input, size }, { each, empty: () => quantiles.closeEmpty() });
    return (rowCount) => {
      prediction.reserve(rowCount);
      quantiles.reserve(rowCount);
      loop(rowCount);
    };
  },
});
