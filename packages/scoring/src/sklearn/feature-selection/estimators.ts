import type { Estimators } from '../read-estimator.ts';
import { readGenericSelect, readSelectByPValue, readSelectKBest, readSelectPercentile } from './select.ts';
import { readSelectFromModel } from './select-from-model.ts';
import { readSupportMask } from './support-mask.ts';
import { readVarianceThreshold } from './variance-threshold.ts';

/** What `sklearn.feature_selection` exports and is read natively, by package and class. */
export const featureSelectionEstimators: Estimators = {
  'feature_selection.GenericUnivariateSelect': readGenericSelect,
  'feature_selection.RFE': readSupportMask,
  'feature_selection.RFECV': readSupportMask,
  'feature_selection.SelectFdr': readSelectByPValue,
  'feature_selection.SelectFpr': readSelectByPValue,
  'feature_selection.SelectFromModel': readSelectFromModel,
  'feature_selection.SelectFwe': readSelectByPValue,
  'feature_selection.SelectKBest': readSelectKBest,
  'feature_selection.SelectPercentile': readSelectPercentile,
  'feature_selection.SequentialFeatureSelector': readSupportMask,
  'feature_selection.VarianceThreshold': readVarianceThreshold,
};
