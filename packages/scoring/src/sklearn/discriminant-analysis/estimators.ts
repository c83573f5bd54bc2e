import type { Estimators } from '../read-estimator.ts';
import { readLinearDiscriminantAnalysis, readQuadraticDiscriminantAnalysis } from './discriminant-analysis.ts';

/** What `sklearn.discriminant_analysis` exports and is read natively, by package and class. */
export const discriminantAnalysisEstimators: Estimators = {
  'discriminant_analysis.LinearDiscriminantAnalysis': readLinearDiscriminantAnalysis,
  'discriminant_analysis.QuadraticDiscriminantAnalysis': readQuadraticDiscriminantAnalysis,
};
