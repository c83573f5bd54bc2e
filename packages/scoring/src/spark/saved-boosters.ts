import type { DenseRows } from '../frame/feature-rows.ts';
import type { OpBooster } from './op-booster.ts';

/** Reads the booster of an XGBoost4J-Spark stage, in any of XGBoost's formats. Throws `ScoringError`. */
export type LoadSavedXgboost = (
  bytes: Uint8Array,
) => OpBooster & { describe(): { readonly featureCount: number; readonly outputCount: number } };

/** A LightGBM model as far as stages of SynapseML need it; predictions are row-major, `rowCount * outputCount`. */
export interface SavedLightgbm {
  readonly booster: { readonly featureCount: number; readonly outputCount: number; readonly trees: readonly unknown[] };
  predict(rows: DenseRows, options?: IterationRange): Float64Array;
  margin(rows: DenseRows, options?: IterationRange): Float64Array;
  /** Numbers of leaves, one a tree that takes part. */
  leaf(rows: DenseRows, options?: IterationRange): Int32Array;
}

/** Which iterations take part: by default all. */
export interface IterationRange {
  readonly firstIteration?: number;
  readonly iterations?: number;
}

/** Reads the text of a LightGBM model. Throws `ScoringError`. */
export type LoadSavedLightgbm = (text: string) => SavedLightgbm;

/**
 * Readers of what other libraries save inside a pipeline. The families of model files do not know each other: whoever opens a
 * pipeline brings them, and stages whose reader is not there are refused.
 */
export interface SavedBoosters {
  readonly xgboost?: LoadSavedXgboost;
  readonly lightgbm?: LoadSavedLightgbm;
}
