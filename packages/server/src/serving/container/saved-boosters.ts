import { LightgbmModel, loadXgboost, readLightgbmText } from '@catenary/scoring/internal/boosters';
import type { SavedBoosters } from '@catenary/scoring/internal/saved-pipelines';

/** The boosters that saved Spark pipelines are read with. */
export const savedBoosters: SavedBoosters = {
  xgboost: loadXgboost,
  lightgbm: (text) => new LightgbmModel(readLightgbmText(text)),
};
