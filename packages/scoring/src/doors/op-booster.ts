import type { FeatureRows as InnerRows } from '../frame/feature-rows.ts';
import type { OpBooster as InnerBooster } from '../spark/op-booster.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectObject } from './expect-count.ts';
import { type FeatureRows, fromInnerRows } from './feature-rows.ts';

/** How many boosting rounds count. */
export interface BoosterRounds {
  readonly rounds?: number;
}

/** An XGBoost model inside a pipeline: what `loadXgboost` gives. Answers are row-major. */
export interface OpBooster {
  predict(rows: FeatureRows, options?: BoosterRounds): Float32Array;
  /** Raw margins, one for each class (or one). */
  margin(rows: FeatureRows, options?: BoosterRounds): Float32Array;
  /** Numbers of leaves, one for each tree. */
  leaf(rows: FeatureRows, options?: BoosterRounds): Int32Array;
  /** SHAP values, for each class (or once) one for each feature and one for the bias. */
  contributions(rows: FeatureRows, options?: BoosterRounds): Float32Array;
}

/** Reads the bytes of `xgboost.model`, in any of XGBoost's formats; `loadXgboost` is one. Throws `ScoringError`. */
export type LoadBooster = (bytes: Uint8Array) => OpBooster;

/** The booster for rows that a pipeline makes. Throws `wrong_type` for anything else. */
export function toInnerBooster(booster: OpBooster): InnerBooster {
  const given = expectObject(booster, 'A booster is');
  const names = ['predict', 'margin', 'leaf', 'contributions'] as const;
  const missing = names.find((name) => typeof given[name] !== 'function');
  if (missing !== undefined) throw new ScoringError('wrong_type', `The booster has no method "${missing}".`);
  return {
    predict: (rows: InnerRows, options) => booster.predict(fromInnerRows(rows), options),
    margin: (rows: InnerRows, options) => booster.margin(fromInnerRows(rows), options),
    leaf: (rows: InnerRows, options) => booster.leaf(fromInnerRows(rows), options),
    contributions: (rows: InnerRows, options) => booster.contributions(fromInnerRows(rows), options),
  };
}
