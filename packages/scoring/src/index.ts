/**
 * The scoring library: a model file or an archive in, a `Model` out, whatever the format. It reads no files, opens no connections and evaluates
 * nothing, and needs neither Node nor a build, so it runs in a browser as it runs in the server. What is exported here (`doors/`) checks everything
 * that it is given, answers with memory that belongs to the caller, and throws `ScoringError` only; the server uses the
 * modules behind it. The loader of Spark's pipelines has a door of its own, `./spark`, since it needs a package; `load`
 * imports it when it is asked for.
 */

export type { Algorithm } from './aws/algorithm-of.ts';
export type { Boosters } from './doors/boosters.ts';
export { chain } from './doors/chain.ts';
export type { EngineOptions } from './doors/engine-options.ts';
export type { Bytes } from './doors/expect-bytes.ts';
export type { InputTypes } from './doors/input-types.ts';
export type { LoadOptions } from './doors/load.ts';
export { load } from './doors/load.ts';
export type { CatboostMethod } from './doors/load-catboost.ts';
export { loadCatboost } from './doors/load-catboost.ts';
export { loadFasttext } from './doors/load-fasttext.ts';
export type { LightgbmMethod } from './doors/load-lightgbm.ts';
export { loadLightgbm } from './doors/load-lightgbm.ts';
export type { MleapOptions } from './doors/load-mleap.ts';
export { loadMleap } from './doors/load-mleap.ts';
export type { SklearnOptions } from './doors/load-sklearn.ts';
export { loadSklearn } from './doors/load-sklearn.ts';
export type { XgboostMethod, XgboostOptions } from './doors/load-xgboost.ts';
export { loadXgboost } from './doors/load-xgboost.ts';
export type { Facts, Feature, Format, Method, Model, Options } from './doors/model.ts';
export type { ArchiveOptions } from './doors/open-archive.ts';
export { openArchive } from './doors/open-archive.ts';
export type { BytesSource, Source } from './doors/read-source.ts';
export type { RecognisedArtifact } from './doors/recognise.ts';
export { recognise } from './doors/recognise.ts';
export type { Answer, Result, RowError } from './doors/result.ts';
export type { Cell, Columns, Dense, Row, Rows, Sparse, SparseVector, Value } from './doors/rows.ts';
export type { FasttextMethod } from './fasttext/answer-table.ts';
export type { KernelChoice } from './kernels/wasm/kernel-scope.ts';
export type { Library } from './model-file/libraries.ts';
export type { ModelFiles } from './model-files.ts';
export type { ArtifactKind } from './open/recognise.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { ScoringError } from './scoring-error.ts';
export type { SklearnMethod } from './sklearn/sklearn-model.ts';
export type { Semantics } from './spark/semantics.ts';
