import { loadLightgbm } from '../boosters/lightgbm/load-lightgbm.ts';
import type { EngineOptions } from './engine-options.ts';
import { type LightgbmMethod, openLightgbm } from './load-lightgbm.ts';
import type { Model } from './model.ts';

/** A pickled Booster: apart from `loadLightgbm`, as the reader of pickles is large. Throws `ScoringError`. */
export function openPickledLightgbm(bytes: Uint8Array, { engine }: EngineOptions): Model<LightgbmMethod> {
  return openLightgbm(() => loadLightgbm(bytes), engine);
}
