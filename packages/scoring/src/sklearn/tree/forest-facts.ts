import type { SplitSums, TreeFacts } from '../../kernels/trees/tree-facts.ts';

/** Facts about an estimator's trees, for people. */
export interface ForestFacts extends TreeFacts {
  /** Columns that they were fitted to. */
  readonly columns: number;
  /** By column, what its splits gained in training, as the estimator's own `feature_importances_`: they sum to 1. */
  readonly sums: SplitSums;
}
