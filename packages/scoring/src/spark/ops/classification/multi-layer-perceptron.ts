import { denseRow } from '../../plan/old-map-vectors.ts';
import { argmax, thresholdRule } from './choose-class.ts';
import type { LoadClassifier } from './classifier.ts';

/**
 * `multi_layer_perceptron_classifier`: affine layers (column-major matrix, then bias), the logistic function between
 * them, softmax at the end. Source: MLeap `MultiLayerPerceptronClassifierModel.scala`.
 */
export const loadMultiLayerPerceptron: LoadClassifier = (source) => {
  const layers = source.attributes.integers('layers');
  const weights = source.attributes.weights('weights');
  if (layers.length < 2 || layers.some((size) => size < 1)) throw source.bad('has too few layers or an empty one');
  let needed = 0;
  for (let at = 1; at < layers.length; at++) needed += layers[at] * (layers[at - 1] + 1);
  if (needed !== weights.length)
    throw source.bad(`Expected weight vector of size ${needed} but got size ${weights.length}.`);
  const classCount = layers[layers.length - 1];
  const scratch = { values: new Float64Array(0) };
  const activations = Array.from(layers, (size) => new Float64Array(size));
  const fromProbability = thresholdRule(source, classCount);
  const hasThresholds = source.attributes.has('thresholds');
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
      let offset = 0;
      for (let at = 1; at < layers.length; at++) {
        const isLast = at === layers.length - 1;
        const to = isLast ? raw : activations[at];
        offset = affine(weights, offset, from, to);
        if (!isLast) for (let unit = 0; unit < to.length; unit++) to[unit] = 1 / (1 + Math.exp(-to[unit]));
        from = to;
      }
    },
    toProbability: softmaxShifted,
    fromProbability,
    fromRaw: hasThresholds ? viaProbability : argmax,
    predict: viaProbability,
  };
};

/** to = W from + b, W column-major at `offset` and b behind it; returns where the next layer begins. */
function affine(weights: Float64Array, offset: number, from: Float64Array, to: Float64Array): number {
  const bias = offset + to.length * from.length;
  for (let unit = 0; unit < to.length; unit++) to[unit] = weights[bias + unit];
  for (let column = 0; column < from.length; column++) {
    const value = from[column];
    const start = offset + column * to.length;
    for (let unit = 0; unit < to.length; unit++) to[unit] += weights[start + unit] * value;
  }
  return bias + to.length;
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
