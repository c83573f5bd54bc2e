import { readTruncatedSvd } from '../decomposition/projection.ts';
import type { Estimators } from '../read-estimator.ts';
import { readKernelDensity } from './kernel-density.ts';
import { readNearestCentroid } from './nearest-centroid.ts';
import { readLocalOutlierFactor, readNeighborsClassifier, readNeighborsRegressor } from './nearest-neighbors.ts';
import { readRadiusClassifier, readRadiusRegressor } from './radius-neighbors.ts';

/** What `sklearn.neighbors` exports and is read natively, by package and class. */
export const neighborsEstimators: Estimators = {
  'neighbors.KernelDensity': readKernelDensity,
  'neighbors.KNeighborsClassifier': readNeighborsClassifier,
  'neighbors.KNeighborsRegressor': readNeighborsRegressor,
  'neighbors.LocalOutlierFactor': readLocalOutlierFactor,
  'neighbors.NearestCentroid': readNearestCentroid,
  'neighbors.NeighborhoodComponentsAnalysis': readTruncatedSvd,
  'neighbors.RadiusNeighborsClassifier': readRadiusClassifier,
  'neighbors.RadiusNeighborsRegressor': readRadiusRegressor,
};
