import { readLinearClassifier } from '../linear-model/linear-classifier.ts';
import { readLinearRegressor } from '../linear-model/linear-regressor.ts';
import type { Estimators } from '../read-estimator.ts';
import { readSupportVectorClassifier } from './support-vector-classifier.ts';
import { readOneClassSvm, readSupportVectorRegressor } from './support-vector-regressor.ts';

/** What `sklearn.svm` exports and is read natively, by package and class. */
export const svmEstimators: Estimators = {
  'svm.LinearSVC': (fitted) => readLinearClassifier(fitted),
  'svm.LinearSVR': readLinearRegressor,
  'svm.NuSVC': readSupportVectorClassifier,
  'svm.NuSVR': readSupportVectorRegressor,
  'svm.OneClassSVM': readOneClassSvm,
  'svm.SVC': readSupportVectorClassifier,
  'svm.SVR': readSupportVectorRegressor,
};
