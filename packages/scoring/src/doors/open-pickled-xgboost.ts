import { readBooster } from '../boosters/xgboost/format/read-booster.ts';
import { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
import { openXgboost, readVersion, type XgboostMethod, type XgboostOptions } from './load-xgboost.ts';
import type { Model } from './model.ts';

/** A pickled Booster: apart from `loadXgboost`, as the reader of pickles is large. Throws `ScoringError`. */
export function openPickledXgboost(bytes: Uint8Array, { engine, version }: XgboostOptions): Model<XgboostMethod> {
  return openXgboost(() => new XgboostModel(readBooster(bytes).booster, readVersion(version)), engine);
}
