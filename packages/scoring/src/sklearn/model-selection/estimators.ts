import type { Estimators } from '../read-estimator.ts';
import { readSearch } from './search.ts';
import { readThresholdClassifier } from './threshold-classifier.ts';

/** What `sklearn.model_selection` exports and is read natively, by package and class. */
export const modelSelectionEstimators: Estimators = {
  'model_selection.FixedThresholdClassifier': readThresholdClassifier,
  'model_selection.GridSearchCV': readSearch,
  'model_selection.HalvingGridSearchCV': readSearch,
  'model_selection.HalvingRandomSearchCV': readSearch,
  'model_selection.RandomizedSearchCV': readSearch,
  'model_selection.TunedThresholdClassifierCV': readThresholdClassifier,
};
