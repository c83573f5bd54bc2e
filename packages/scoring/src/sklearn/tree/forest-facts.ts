import type { TreeFacts } from '../../kernels/trees/tree-facts.ts';

/** Facts about an estimator's trees, for people. */
export interface ForestFacts extends TreeFacts {
  /** By column, what its splits gained in training, as the estimator's own `feature_importances_`; they sum to 1. */
  readonly importances: Float64Array;
  /** By column, how many splits are on it. */
  readonly splits: Int32Array;
}
