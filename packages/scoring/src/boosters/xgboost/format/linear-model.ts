import type { LinearModel } from '../booster.ts';
import { badModel } from './bad-model.ts';
import type { ModelSize } from './model-size.ts';

/** The weights of a linear booster as a model. Throws `bad_model` if there are not as many as it needs. */
export function linearModel(weights: Float32Array, size: ModelSize): LinearModel {
  const { featureCount, outputCount } = size;
  if (weights.length !== (featureCount + 1) * outputCount)
    throw badModel(`has ${weights.length} weights, not (${featureCount} features + 1) * ${outputCount}`);
  return { kind: 'gblinear', weights: { featureCount, outputCount, weights } };
}
