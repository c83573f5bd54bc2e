import type { FeatureRows } from '../frame/feature-rows.ts';

/**
 * An XGBoost model inside a pipeline, as far as the ops `xgboost.*` need it. The families of model files do not know each
 * other: whoever loads a pipeline brings the reader.
 */
export interface OpBooster {
  predict(rows: FeatureRows, options?: { readonly rounds?: number }): Float32Array;
  /** Row-major raw margins, one for each class (or one). */
  margin(rows: FeatureRows, options?: { readonly rounds?: number }): Float32Array;
  /** Row-major numbers of leaves, one for each tree. */
  leaf(rows: FeatureRows, options?: { readonly rounds?: number }): Int32Array;
  /** Row-major SHAP values, for each class (or once) one a feature and one of none. */
  contributions(rows: FeatureRows, options?: { readonly rounds?: number }): Float32Array;
}

/** Reads the bytes of `xgboost.model`, in any of XGBoost's formats. Throws `ScoringError`. */
export type LoadBooster = (bytes: Uint8Array) => OpBooster;
