import type { SavedStage } from './saved-stage.ts';

/** Weights of a model, which a NaN among them makes worthless: `name` is what Spark calls them. Throws `bad_model`. */
export function checkWeights(stage: SavedStage, name: string, weights: Float64Array): Float64Array {
  const at = weights.findIndex(Number.isNaN);
  if (at < 0) return weights;
  throw stage.bad(`${name} has no number (NaN) as its item ${at}`);
}
