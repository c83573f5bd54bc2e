import type { Estimators } from '../read-estimator.ts';
import { readCalibratedClassifier } from './calibrated-classifier.ts';

/** What `sklearn.calibration` exports and is read natively, by package and class. */
export const calibrationEstimators: Estimators = {
  'calibration.CalibratedClassifierCV': readCalibratedClassifier,
};
