/** For the server, not public: XGBoost's and LightGBM's own files. */
export { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
export { readLightgbmText } from '../boosters/lightgbm/read-lightgbm-text.ts';
export { findInfiniteCell } from '../boosters/xgboost/find-infinite-cell.ts';
export type { BoosterFile } from '../boosters/xgboost/format/read-booster.ts';
export { readBooster } from '../boosters/xgboost/format/read-booster.ts';
export { loadXgboost } from '../boosters/xgboost/load-xgboost.ts';
export type { LibraryVersion } from '../boosters/xgboost/objective.ts';
export { isAtLeast } from '../boosters/xgboost/objective.ts';
export { predictFrame, predictionFrame } from '../boosters/xgboost/predict-frame.ts';
export { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
