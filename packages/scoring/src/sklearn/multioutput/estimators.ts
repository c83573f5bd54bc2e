import type { Estimators } from '../read-estimator.ts';
import { readClassifierChain, readRegressorChain } from './chains.ts';
import { readMultiOutput } from './multi-output.ts';

/** What `sklearn.multioutput` exports and is read natively, by package and class. */
export const multioutputEstimators: Estimators = {
  'multioutput.ClassifierChain': readClassifierChain,
  'multioutput.MultiOutputClassifier': readMultiOutput,
  'multioutput.MultiOutputRegressor': readMultiOutput,
  'multioutput.RegressorChain': readRegressorChain,
};
