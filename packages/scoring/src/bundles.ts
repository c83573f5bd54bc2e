/**
 * The door for MLeap bundles alone: what `index.ts` has for them, without the readers of other model files, so that a process
 * that scores one bundle starts sooner.
 */
export { decodeJsonRows, encodeJsonRows, parseJsonRow } from './doors/json-rows.ts';
export type { JsonRowsOptions } from './doors/json-rows.ts';
export type { Column, NumberColumn, StringColumn, ValueColumn } from './frame/column.ts';
export { describeType, list, scalar, vector } from './frame/data-type.ts';
export type { BasicType, DataShape, DataType } from './frame/data-type.ts';
export type { DenseRows } from './frame/feature-rows.ts';
export type { FeatureRows, SparseRows } from './doors/feature-rows.ts';
export type { Frame, Rejection } from './frame/frame.ts';
export type { Field, Schema } from './frame/schema.ts';
export { toFeatureRows } from './doors/to-feature-rows.ts';
export type { FeatureRowsOptions } from './doors/to-feature-rows.ts';
export { denseVectors } from './doors/dense-vectors.ts';
export type { VectorColumn } from './frame/vector-column.ts';
export type { BoosterRounds, LoadBooster, OpBooster } from './doors/op-booster.ts';
export type { ModelFiles } from './model-files.ts';
export type { Scorer } from './doors/scorer.ts';
export { ScoringError } from './scoring-error.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { loadBundle } from './doors/load-bundle.ts';
export type { BundleName, BundleOptions, BundleScorer } from './doors/load-bundle.ts';
export type { BundleStage } from './spark/from-mleap-bundle/load-bundle.ts';
export type { Semantics } from './spark/semantics.ts';
