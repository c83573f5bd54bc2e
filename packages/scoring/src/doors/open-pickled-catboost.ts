import { loadCatboost } from '../boosters/catboost/load-catboost.ts';
import type { EngineOptions } from './engine-options.ts';
import { type CatboostMethod, catboostEngine } from './load-catboost.ts';
import type { Model } from './model.ts';
import { openModel } from './open-model.ts';

/** A pickled model: apart from `loadCatboost`, as the reader of pickles is large. Throws `ScoringError`. */
export function openPickledCatboost(bytes: Uint8Array, { engine }: EngineOptions): Model<CatboostMethod> {
  return openModel(() => catboostEngine(loadCatboost(bytes)), engine);
}
