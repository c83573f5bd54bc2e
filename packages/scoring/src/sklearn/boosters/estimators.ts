import type { Estimators } from '../read-estimator.ts';
import { readCatboostClassifier, readCatboostRegressor } from './catboost.ts';
import { readLgbmClassifier, readLgbmRegressor } from './lightgbm.ts';
import { readXgbClassifier, readXgbRegressor } from './xgboost.ts';

/** The wrappers of the boosters, by library and class. */
export const boostersEstimators: Estimators = {
  'catboost.CatBoostClassifier': readCatboostClassifier,
  'catboost.CatBoostRanker': readCatboostRegressor,
  'catboost.CatBoostRegressor': readCatboostRegressor,
  'lightgbm.LGBMClassifier': readLgbmClassifier,
  'lightgbm.LGBMRanker': readLgbmRegressor,
  'lightgbm.LGBMRegressor': readLgbmRegressor,
  'xgboost.XGBClassifier': readXgbClassifier,
  'xgboost.XGBRanker': readXgbRegressor,
  'xgboost.XGBRegressor': readXgbRegressor,
  'xgboost.XGBRFClassifier': readXgbClassifier,
  'xgboost.XGBRFRegressor': readXgbRegressor,
};
