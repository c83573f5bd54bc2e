/**
 * The door for pipelines that Spark ML saved: what `model.write().save(path)` left, as a map of path to bytes, scored without
 * Spark. Like the library's other doors it reads no files itself; Parquet is read by hyparquet.
 */
export { decodeJsonRows, encodeJsonRows, parseJsonRow } from './codec/json-rows.ts';
export type { Column, NumberColumn, StringColumn, ValueColumn } from './frame/column.ts';
export { describeType, list, scalar, vector } from './frame/data-type.ts';
export type { BasicType, DataShape, DataType } from './frame/data-type.ts';
export type { Frame, Rejection } from './frame/frame.ts';
export type { Field, Schema } from './frame/schema.ts';
export { denseVectors } from './frame/vector-column.ts';
export type { VectorColumn } from './frame/vector-column.ts';
export type { ModelFiles } from './model-files.ts';
export type { Scorer } from './scorer.ts';
export { ScoringError } from './scoring-error.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { openSavedPipeline } from './saved-pipeline/load-saved-pipeline.ts';
export type { SavedPipeline, SavedPipelineOptions } from './saved-pipeline/load-saved-pipeline.ts';
export type { SavedPipelineSurvey, SurveyedSavedStage } from './saved-pipeline/survey-saved-pipeline.ts';
