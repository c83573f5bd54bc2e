/**
 * The door for MLeap bundles alone: what `index.ts` has for them, without the readers of other model files, so that a process
 * that scores one bundle starts sooner.
 */
export { decodeJsonRows, encodeJsonRows, parseJsonRow } from './codec/json-rows.ts';
export type { Column, NumberColumn, StringColumn, ValueColumn } from './frame/column.ts';
export { describeType, list, scalar, vector } from './frame/data-type.ts';
export type { BasicType, DataShape, DataType } from './frame/data-type.ts';
export type { Frame, Rejection } from './frame/frame.ts';
export type { Field, Schema } from './frame/schema.ts';
export { denseVectors } from './frame/vector-column.ts';
export type { VectorColumn } from './frame/vector-column.ts';
export { loadBundle } from './mleap/load-bundle.ts';
export type { BundleOptions, BundleScorer, BundleStage } from './mleap/load-bundle.ts';
export type { Semantics } from './spark-ml/semantics.ts';
export type { ModelFiles } from './model-files.ts';
export type { Scorer } from './scorer.ts';
export { ScoringError } from './scoring-error.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
