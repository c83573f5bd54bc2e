import type { Estimators } from '../read-estimator.ts';
import { readCatboostClassifier, readCatboostRegressor } from './catboost.ts';
import { readLightgbmClassifier, readLightgbmRegressor } from './lightgbm.ts';
import { readXgboostClassifier, readXgboostRegressor } from './xgboost.ts';

/** The wrappers of the boosters, by library and class. */
export const boostersEstimators: Estimators = {
  'catboost.CatBoostClassifier': readCatboostClassifier,
  'catboost.CatBoostRanker': readCatboostRegressor,
  'catboost.CatBoostRegressor': readCatboostRegressor,
  'lightgbm.LGBMClassifier': readLightgbmClassifier,
  'lightgbm.LGBMRanker': readLightgbmRegressor,
  'lightgbm.LGBMRegressor': readLightgbmRegressor,
  'xgboost.XGBClassifier': readXgboostClassifier,
  'xgboost.XGBRanker': readXgboostRegressor,
  'xgboost.XGBRegressor': readXgboostRegressor,
  'xgboost.XGBRFClassifier': readXgboostClassifier,
  'xgboost.XGBRFRegressor': readXgboostRegressor,
};
