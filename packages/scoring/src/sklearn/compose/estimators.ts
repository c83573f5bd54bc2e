import type { Estimators } from '../read-estimator.ts';
import { readColumnTransformer } from './column-transformer.ts';
import { readTransformedTarget } from './transformed-target.ts';

/** What `sklearn.compose` exports and is read natively, by package and class. */
export const composeEstimators: Estimators = {
  'compose.ColumnTransformer': readColumnTransformer,
  'compose.TransformedTargetRegressor': readTransformedTarget,
};
