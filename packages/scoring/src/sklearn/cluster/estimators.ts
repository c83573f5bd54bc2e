import type { Estimators } from '../read-estimator.ts';
import { readBisectingKMeans } from './bisecting-k-means.ts';
import { readFeatureAgglomeration } from './feature-agglomeration.ts';
import { readKMeans } from './k-means.ts';
import { readBirch, readNearestCenter } from './nearest-center.ts';

/** What `sklearn.cluster` exports and is read natively, by package and class. */
export const clusterEstimators: Estimators = {
  'cluster.AffinityPropagation': readNearestCenter,
  'cluster.Birch': readBirch,
  'cluster.BisectingKMeans': readBisectingKMeans,
  'cluster.FeatureAgglomeration': readFeatureAgglomeration,
  'cluster.KMeans': readKMeans,
  'cluster.MeanShift': readNearestCenter,
  'cluster.MiniBatchKMeans': readKMeans,
};
