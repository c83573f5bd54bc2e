/**
 * The door for pipelines that Spark ML saved: what `model.write().save(path)` left, as a map of path to bytes, scored without
 * Spark. Like the library's other doors it reads no files itself; Parquet is read by hyparquet.
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
export { openSavedPipeline } from './doors/open-saved-pipeline.ts';
export type {
  IterationRange,
  SavedBoosters,
  SavedLightgbm,
  SavedPipeline,
  SavedPipelineSurvey,
  SavedXgboost,
} from './doors/open-saved-pipeline.ts';
export type { SavedPipelineOptions } from './spark/from-spark-save/load-saved-pipeline.ts';
export type { SurveyedSavedStage } from './spark/from-spark-save/survey-saved-pipeline.ts';
