import type { Estimators } from '../read-estimator.ts';
import { readFactorAnalysis, readSparsePca } from './factor-analysis.ts';
import { readKernelPca } from './kernel-pca.ts';
import { readLatentDirichlet } from './latent-dirichlet.ts';
import { readNonNegative } from './non-negative.ts';
import { readFastIca, readPrincipalComponents, readTruncatedSvd } from './principal-components.ts';

/** What `sklearn.decomposition` exports and is read natively, by package and class. */
export const decompositionEstimators: Estimators = {
  'decomposition.FactorAnalysis': readFactorAnalysis,
  'decomposition.FastICA': readFastIca,
  'decomposition.IncrementalPCA': readPrincipalComponents,
  'decomposition.KernelPCA': readKernelPca,
  'decomposition.LatentDirichletAllocation': readLatentDirichlet,
  'decomposition.MiniBatchSparsePCA': readSparsePca,
  'decomposition.NMF': readNonNegative,
  'decomposition.PCA': readPrincipalComponents,
  'decomposition.SparsePCA': readSparsePca,
  'decomposition.TruncatedSVD': readTruncatedSvd,
};
