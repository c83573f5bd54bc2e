import { present } from '../../../util/present.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { checkWeights } from '../../save/check-weights.ts';
import { argmax } from './argmax.ts';
import { classifierOperator } from './classifier-operator.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { thresholdRule } from './threshold-rule.ts';
import { writeThresholds } from './write-thresholds.ts';

interface MultiLayerPerceptron {
  /** Sizes of the layers, the first one's the number of features. */
  readonly layers: Int32Array;
  /** Layer by layer a column-major matrix, then the bias. */
  readonly weights: Float64Array;
  readonly thresholds: Float64Array | undefined;
}

/**
 * `multi_layer_perceptron_classifier`: affine layers, the logistic function between them, softmax at the end.
 * Source: MLeap `MultiLayerPerceptronClassifierModel.scala`.
 */
export const multiLayerPerceptron = classifierOperator<MultiLayerPerceptron>({
  op: 'multi_layer_perceptron_classifier',
  bundle: {
    read: (attributes) => ({
      layers: attributes.integers('layers'),
      weights: attributes.weights('weights'),
      thresholds: attributes.optionalNumbers('thresholds'),
    }),
  },
  write: ({ layers, weights, thresholds }) => ({
    attributes: {
      layers: bundleValue.longs(layers),
      weights: bundleValue.vector(weights),
      ...present({ thresholds: writeThresholds(thresholds) }),
    },
  }),
  spark: {
    className: 'MultilayerPerceptronClassificationModel',
    read: (stage) => {
      const cell = stage.cell();
      // Up to Spark 2.4 the layers stand in the data, later among the parameters.
      const layers = Int32Array.from(cell.has('layers') ? cell.numbers('layers') : stage.params.numbers('layers'));
      const weights = checkWeights(stage, 'weights', cell.vector('weights'));
      const parameters = { layers, weights, thresholds: savedThresholds(stage) };
      return { parameters, classCount: layers.at(-1) ?? 0, featureCount: layers[0] };
    },
  },
  make({ layers, weights, thresholds }, context) {
    if (layers.length < 2 || layers.some((size) => size < 1)) throw context.bad('has too few layers or an empty one');
    let needed = 0;
    for (let at = 1; at < layers.length; at++) needed += layers[at] * (layers[at - 1] + 1);
    if (needed !== weights.length)
      throw context.bad(`Expected weight vector of size ${needed} but got size ${weights.length}.`);
    const classCount = layers[layers.length - 1];
    const scratch = { values: new Float64Array(0) };
    const network = openNetwork(layers, weights);
    const fromProbability = thresholdRule({ thresholds, classCount }, context);
    const viaProbability = (raw: Float64Array) => {
      const probability = raw.slice();
      softmaxShifted(probability);
      return fromProbability(probability);
    };
    return {
      classCount,
      featureCount: layers[0],
      score(input, row, raw) {
        let from: Float64Array = denseRow(input, row, scratch);
        for (let at = 0; at < network.length; at++) {
          const isLast = at === network.length - 1;
          const to = isLast ? raw : network[at].units;
          affine(network[at], from, to);
          if (!isLast) for (let unit = 0; unit < to.length; unit++) to[unit] = 1 / (1 + Math.exp(-to[unit]));
          from = to;
        }
      },
      toProbability: softmaxShifted,
      fromProbability,
      fromRaw: thresholds === undefined ? argmax : viaProbability,
      predict: viaProbability,
    };
  },
});

/** One layer: its matrix and bias among all weights, and room for what its units give. */
interface Layer {
  readonly weights: Float64Array;
  readonly offset: number;
  readonly bias: number;
  readonly units: Float64Array;
}

function openNetwork(layers: Int32Array, weights: Float64Array): Layer[] {
  let offset = 0;
  return Array.from(layers.subarray(1), (size, at) => {
    const bias = offset + size * layers[at];
    const layer = { weights, offset, bias, units: new Float64Array(size) };
    offset = bias + size;
    return layer;
  });
}

/** to = W from + b. */
function affine({ weights, offset, bias }: Layer, from: Float64Array, to: Float64Array): void {
  for (let unit = 0; unit < to.length; unit++) to[unit] = weights[bias + unit];
  for (let column = 0; column < from.length; column++) {
    const value = from[column];
    const start = offset + column * to.length;
    for (let unit = 0; unit < to.length; unit++) to[unit] += weights[start + unit] * value;
  }
}

function softmaxShifted(raw: Float64Array): void {
  let max = -Infinity;
  for (const value of raw) max = Math.max(max, value);
  let sum = 0;
  for (let at = 0; at < raw.length; at++) {
    raw[at] = Math.exp(raw[at] - max);
    sum += raw[at];
  }
  for (let at = 0; at < raw.length; at++) raw[at] /= sum;
}
