/**
 * The scoring library: model files in, frames in, frames out. It reads no files and opens no connections, and needs
 * neither Node nor a build, so it runs in a browser as it runs in the server. An archive is to be opened by the caller:
 * `loadBundle` takes a map of path to bytes. What is exported here (`doors/`) checks everything that it is given,
 * answers with memory that belongs to the caller, and throws `ScoringError` only; the server uses the modules behind
 * it.
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
export { surveyBundle } from './doors/load-bundle.ts';
export type { BundleSurvey } from './doors/load-bundle.ts';
export type { SurveyedStage } from './spark/from-mleap-bundle/survey-bundle.ts';
export { opNames } from './spark/ops.ts';
export type { Tensor } from './frame/tensor.ts';
export type { FeatureWorth, TreeFacts } from './kernels/trees/tree-facts.ts';
export { loadCatboost } from './doors/load-catboost.ts';
export type { CatboostModel, CatboostOptions } from './doors/load-catboost.ts';
export type { CatboostDescription } from './boosters/catboost/describe-catboost.ts';
export { loadLightgbm } from './doors/load-lightgbm.ts';
export type { LightgbmModel, LightgbmOptions } from './doors/load-lightgbm.ts';
export type { LightgbmDescription } from './boosters/lightgbm/describe-lightgbm.ts';
export { findModelFile, openModelFile } from './doors/open-model-file.ts';
export type { ModelAnswer, ModelFile, ModelInput, ModelOptions } from './doors/open-model-file.ts';
export type { Library } from './model-file/libraries.ts';
export { recognise } from './doors/recognise.ts';
export type { RecognisedArtifact } from './doors/recognise.ts';
export type { ArtifactKind } from './open/recognise.ts';
export type { Algorithm } from './aws/algorithm-of.ts';
export type { ModelFacts, ModelMethod } from './scoring-model.ts';
export { loadSklearn } from './doors/load-sklearn.ts';
export type { SklearnModel, SklearnOptions } from './doors/load-sklearn.ts';
export type { LabelType } from './frame/label-type.ts';
export type { LoadSklearnOptions } from './sklearn/load-sklearn.ts';
export type { SklearnMethod } from './sklearn/sklearn-model.ts';
export type { Cell, Cells, Matrix, MixedTable, Row, Table, TableInput } from './doors/table.ts';
export { loadXgboost } from './doors/load-xgboost.ts';
export type { XgboostModel, XgboostOptions } from './doors/load-xgboost.ts';
export type { BoosterDescription } from './boosters/xgboost/describe-booster.ts';
export type { LoadXgboostOptions } from './boosters/xgboost/load-xgboost.ts';
export type { LibraryVersion } from './boosters/xgboost/objective.ts';
