/** The door for scikit-learn alone. */

export type { EngineOptions } from './doors/engine-options.ts';
export type { Bytes } from './doors/expect-bytes.ts';
export type { SklearnOptions } from './doors/load-sklearn.ts';
export { loadSklearn } from './doors/load-sklearn.ts';
export type { Facts, Feature, Format, Method, Model, Options } from './doors/model.ts';
export type { Answer, Result, RowError } from './doors/result.ts';
export type { Cell, Columns, Dense, Row, Rows, Sparse, SparseVector, Value } from './doors/rows.ts';
export type { KernelChoice } from './kernels/wasm/kernel-scope.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { ScoringError } from './scoring-error.ts';
export type { SklearnMethod } from './sklearn/sklearn-model.ts';
