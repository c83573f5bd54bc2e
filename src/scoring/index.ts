/**
 * The scoring library: model files in, frames in, frames out. It reads no files and opens no connections, and needs
 * neither Node nor a build, so it runs in a browser as it runs in the server. An archive is to be opened by the caller:
 * `loadBundle` takes a map of path to bytes.
 */
export { decodeJsonRows, encodeJsonRows, parseJsonRow } from './codec/json-rows.ts';
export { loadCatboost } from './catboost/load-catboost.ts';
export type { CatboostModel } from './catboost/catboost-model.ts';
export type { Column, NumberColumn, StringColumn, ValueColumn } from './frame/column.ts';
export { describeType, list, scalar, vector } from './frame/data-type.ts';
export type { BasicType, DataShape, DataType } from './frame/data-type.ts';
export type { DenseRows, FeatureRows, SparseRows } from './frame/feature-rows.ts';
export type { Frame, Rejection } from './frame/frame.ts';
export type { Field, Schema } from './frame/schema.ts';
export type { Tensor } from './frame/tensor.ts';
export { denseVectors } from './frame/vector-column.ts';
export type { VectorColumn } from './frame/vector-column.ts';
export { loadLightgbm } from './lightgbm/load-lightgbm.ts';
export type { LightgbmModel } from './lightgbm/lightgbm-model.ts';
export type { OpBooster, LoadBooster } from './spark-ml/op-booster.ts';
export { loadBundle } from './mleap/load-bundle.ts';
export type { BundleOptions, BundleScorer, BundleStage } from './mleap/load-bundle.ts';
export { opNames } from './spark-ml/ops.ts';
export type { Semantics } from './spark-ml/semantics.ts';
export { surveyBundle } from './mleap/survey-bundle.ts';
export type { BundleSurvey, SurveyedStage } from './mleap/survey-bundle.ts';
export { findModelFile, openModelFile } from './model-file/open-model-file.ts';
export type { ModelFile } from './model-file/model-file.ts';
export type { ModelFiles } from './model-files.ts';
export type { Scorer } from './scorer.ts';
export { ScoringError } from './scoring-error.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { loadSklearn } from './sklearn/load-sklearn.ts';
export type { LoadSklearnOptions } from './sklearn/load-sklearn.ts';
export type { SklearnModel } from './sklearn/sklearn-model.ts';
export { loadXgboost } from './xgboost/load-xgboost.ts';
export type { LoadXgboostOptions } from './xgboost/load-xgboost.ts';
export type { XgboostModel } from './xgboost/xgboost-model.ts';
