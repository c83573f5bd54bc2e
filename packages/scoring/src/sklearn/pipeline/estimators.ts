import type { Estimators } from '../read-estimator.ts';
import { readFeatureUnion } from './feature-union.ts';
import { readPipeline } from './pipeline.ts';

/** What `sklearn.pipeline` exports and is read natively, by package and class. */
export const pipelineEstimators: Estimators = {
  'pipeline.FeatureUnion': readFeatureUnion,
  'pipeline.Pipeline': readPipeline,
};
