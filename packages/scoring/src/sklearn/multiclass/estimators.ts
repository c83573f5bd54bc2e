import type { Estimators } from '../read-estimator.ts';
import { readOneVsOne } from './one-vs-one.ts';
import { readConstantPredictor, readOneVsRest } from './one-vs-rest.ts';
import { readOutputCode } from './output-code.ts';

/** What `sklearn.multiclass` exports and is read natively, by package and class. */
export const multiclassEstimators: Estimators = {
  'multiclass._ConstantPredictor': readConstantPredictor,
  'multiclass.OneVsOneClassifier': readOneVsOne,
  'multiclass.OneVsRestClassifier': readOneVsRest,
  'multiclass.OutputCodeClassifier': readOutputCode,
};
