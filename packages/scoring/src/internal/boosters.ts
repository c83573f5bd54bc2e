/** For the server, not public: XGBoost's and LightGBM's own files. */
export { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
export { readLightgbmText } from '../boosters/lightgbm/read-lightgbm-text.ts';
export { arePartsFinite, findInfinite } from '../boosters/xgboost/find-infinite.ts';
export { readBooster } from '../boosters/xgboost/format/read-booster.ts';
export type { BoosterFile } from '../boosters/xgboost/format/read-booster.ts';
export { loadXgboost } from '../boosters/xgboost/load-xgboost.ts';
export { isAtLeast } from '../boosters/xgboost/objective.ts';
export type { LibraryVersion } from '../boosters/xgboost/objective.ts';
export { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
