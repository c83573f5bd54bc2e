import { LightgbmModel } from '../../scoring/lightgbm/lightgbm-model.ts';
import { readLightgbmText } from '../../scoring/lightgbm/read-lightgbm-text.ts';
import type { SavedBoosters } from '../../scoring/saved-pipeline/saved-boosters.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';

/** The boosters that saved Spark pipelines are read with. */
export const savedBoosters: SavedBoosters = {
  xgboost: loadXgboost,
  lightgbm: (text) => new LightgbmModel(readLightgbmText(text)),
};
