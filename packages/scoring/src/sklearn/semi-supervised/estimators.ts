import type { Estimators } from '../read-estimator.ts';
import { readLabelPropagation } from './label-propagation.ts';

/** What `sklearn.semi_supervised` exports and is read natively, by package and class. */
export const semiSupervisedEstimators: Estimators = {
  'semi_supervised.LabelPropagation': readLabelPropagation,
  'semi_supervised.LabelSpreading': readLabelPropagation,
  'semi_supervised.SelfTrainingClassifier': (fitted) => fitted.estimator(fitted.anyOf('estimator_', 'base_estimator_')),
};
