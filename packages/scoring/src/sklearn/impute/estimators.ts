import type { Estimators } from '../read-estimator.ts';
import { readIterativeImputer } from './iterative-imputer.ts';
import { readKnnImputer } from './knn-imputer.ts';
import { readMissingIndicator } from './missing-indicator.ts';
import { readSimpleImputer } from './simple-imputer.ts';

/** What `sklearn.impute` exports and is read natively, by package and class. */
export const imputeEstimators: Estimators = {
  'impute.IterativeImputer': readIterativeImputer,
  'impute.KNNImputer': readKnnImputer,
  'impute.MissingIndicator': readMissingIndicator,
  'impute.SimpleImputer': readSimpleImputer,
};
