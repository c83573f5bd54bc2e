import { scalar, vector } from '../../../frame/data-type.ts';
import { symmetricEigen } from '../../../math/symmetric-eigen.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { denseRow, writeValues } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import { argmax } from '../classification/argmax.ts';

const EPSILON = 2.220446049250313e-16;

/** Normal distributions, each with its weight. */
interface GaussianMixture {
  readonly weights: Float64Array;
  readonly means: readonly Float64Array[];
  readonly covariances: readonly Float64Array[];
}

/** A normal distribution: its mean, the rows of D^-1/2 U', and the constant of its log density. */
interface Component {
  readonly mean: Float64Array;
  readonly root: readonly Float64Array[];
  readonly constant: number;
}

/** `gaussian_mixture`: weighted densities, normalised; the likeliest component. Source: MLeap `GaussianMixtureModel.scala`. */
export const gaussianMixture = operator<GaussianMixture>({
  op: 'gaussian_mixture',
  bundle: {
    read: (attributes) => ({
      means: attributes.tensors('means'),
      covariances: attributes.tensors('covs'),
      weights: attributes.numbers('weights'),
    }),
  },
  write: ({ means, covariances, weights }) => {
    const size = means[0]?.length ?? 0;
    return {
      attributes: {
        means: bundleValue.vectors(means),
        covs: bundleValue.matrices(covariances, size, size),
        weights: bundleValue.doubles(weights),
      },
    };
  },
  spark: {
    classes: ['GaussianMixtureModel'],
    read: (stage, { columns }) => {
      const cell = stage.cell();
      const means = cell.list('mus').map((mean) => cell.toVector(mean, 'mus'));
      const covariances = cell.list('sigmas').map((sigma) => cell.toMatrix(sigma, 'sigmas').values);
      const parameters = { weights: cell.numbers('weights'), means, covariances };
      const inputs = featuresPort(stage.params, columns);
      const size = means.length;
      const outputs = outputPorts(stage.params, columns, [
        { port: 'prediction', param: 'predictionCol', info: { type: scalar('int') } },
        { port: 'probability', param: 'probabilityCol', info: { type: vector(size), size } },
      ]);
      return [{ parameters, inputs, outputs }];
    },
  },
  compile({ weights, means, covariances }, ports, context) {
    const count = means.length;
    if (count === 0 || covariances.length !== count || weights.length !== count) {
      throw context.bad(`has ${count} means, ${covariances.length} covariances and ${weights.length} weights`);
    }
    const components = means.map((mean, at) => makeComponent(context, mean, covariances[at]));
    const size = means[0].length;
    if (means.some((mean) => mean.length !== size)) throw context.bad('has means of different sizes');
    const input = ports.vectors('features', size);
    const prediction = ports.outputNumbers('prediction', scalar('int', false));
    const probability = ports.outputVectors('probability', count);
    const scratch = { values: new Float64Array(0) };
    const shares = new Float64Array(count);
    const each = (row: number) => {
      const x = denseRow(input, row, scratch);
      let sum = 0;
      for (let at = 0; at < count; at++) {
        shares[at] = EPSILON + weights[at] * Math.exp(logDensity(components[at], x));
        sum += shares[at];
      }
      for (let at = 0; at < count; at++) shares[at] /= sum;
      prediction.values[row] = argmax(shares);
      writeValues(probability, shares);
    };
    const loop = eachVector(context, { input, size }, { each, empty: () => probability.closeEmpty() });
    return (rowCount) => {
      prediction.reserve(rowCount);
      probability.reserve(rowCount);
      loop(rowCount);
    };
  },
});

/** The pseudo-inverse's root and pseudo-determinant. Source: Spark `MultivariateGaussian`. */
function makeComponent(context: NodeContext, mean: Float64Array, covariance: Float64Array): Component {
  const n = mean.length;
  if (covariance.length !== n * n)
    throw context.bad(`has a covariance of ${covariance.length} values for ${n} features`);
  const { values, vectors } = symmetricEigen(covariance, n);
  const tolerance = EPSILON * Math.max(...values) * n;
  const kept = Array.from(values.keys()).filter((at) => values[at] > tolerance);
  if (kept.length === 0) throw context.bad('Covariance matrix has no non-zero singular values');
  const logDeterminant = kept.reduce((sum, at) => sum + Math.log(values[at]), 0);
  const root = kept.map((at) => vectors.slice(at * n, at * n + n).map((value) => value / Math.sqrt(values[at])));
  return { mean, root, constant: -0.5 * (n * Math.log(2 * Math.PI) + logDeterminant) };
}

function logDensity({ mean, root, constant }: Component, x: Float64Array): number {
  let squares = 0;
  for (const line of root) {
    let sum = 0;
    for (let at = 0; at < mean.length; at++) sum += line[at] * (x[at] - mean[at]);
    squares += sum * sum;
  }
  return constant - 0.5 * squares;
}
