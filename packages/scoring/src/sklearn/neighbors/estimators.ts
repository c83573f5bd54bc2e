import { readTruncatedSvd } from '../decomposition/principal-components.ts';
import type { Estimators } from '../read-estimator.ts';
import { readKNeighborsClassifier, readKNeighborsRegressor } from './k-neighbors.ts';
import { readKernelDensity } from './kernel-density.ts';
import { readLocalOutlierFactor } from './local-outlier-factor.ts';
import { readNearestCentroid } from './nearest-centroid.ts';
import { readRadiusNeighborsClassifier, readRadiusNeighborsRegressor } from './radius-neighbors.ts';

/** What `sklearn.neighbors` exports and is read natively, by package and class. */
export const neighborsEstimators: Estimators = {
  'neighbors.KernelDensity': readKernelDensity,
  'neighbors.KNeighborsClassifier': readKNeighborsClassifier,
  'neighbors.KNeighborsRegressor': readKNeighborsRegressor,
  'neighbors.LocalOutlierFactor': readLocalOutlierFactor,
  'neighbors.NearestCentroid': readNearestCentroid,
  'neighbors.NeighborhoodComponentsAnalysis': readTruncatedSvd,
  'neighbors.RadiusNeighborsClassifier': readRadiusNeighborsClassifier,
  'neighbors.RadiusNeighborsRegressor': readRadiusNeighborsRegressor,
};
