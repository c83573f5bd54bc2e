/** The door for pipelines that Spark saved, which needs `hyparquet`, alone. */

export type { Boosters } from './doors/boosters.ts';
export type { EngineOptions } from './doors/engine-options.ts';
export type { InputTypes } from './doors/input-types.ts';
export type { SparkOptions } from './doors/load-spark.ts';
export { loadSpark } from './doors/load-spark.ts';
export type { Facts, Feature, Format, Method, Model, Options } from './doors/model.ts';
export type { Answer, Result, RowError } from './doors/result.ts';
export type { Cell, Columns, Dense, Row, Rows, Sparse, SparseVector, Value } from './doors/rows.ts';
export type { KernelChoice } from './kernels/wasm/kernel-scope.ts';
export type { ModelFiles } from './model-files.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { ScoringError } from './scoring-error.ts';
