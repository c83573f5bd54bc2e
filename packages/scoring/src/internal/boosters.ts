/** For the server, not public: XGBoost's own files. */
export { findInfiniteCell } from '../boosters/xgboost/find-infinite-cell.ts';
export { openBoosterFile } from '../boosters/xgboost/format/open-booster-file.ts';
export type { BoosterFile } from '../boosters/xgboost/format/read-booster.ts';
export { loadPlainXgboost } from '../boosters/xgboost/load-plain-xgboost.ts';
export type { LibraryVersion } from '../boosters/xgboost/objective.ts';
export { isAtLeast } from '../boosters/xgboost/objective.ts';
export { predictFrame, predictionFrame } from '../boosters/xgboost/predict-frame.ts';
export { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
