import { loadPlainXgboost } from '@catenary/scoring/internal/boosters';
import { LightgbmModel, readLightgbmText } from '@catenary/scoring/internal/lightgbm';
import type { SavedBoosters } from '@catenary/scoring/internal/saved-pipelines';

/** The boosters that saved Spark pipelines are read with. */
export const savedBoosters: SavedBoosters = {
  xgboost: loadPlainXgboost,
  lightgbm: (text) => new LightgbmModel(readLightgbmText(text)),
};
