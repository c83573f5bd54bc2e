/** The door for fastText alone. */

export type { EngineOptions } from './doors/engine-options.ts';
export type { Bytes } from './doors/expect-bytes.ts';
export { loadFasttext } from './doors/load-fasttext.ts';
export type { Facts, Feature, Format, Method, Model, Options } from './doors/model.ts';
export type { Answer, Result, RowError } from './doors/result.ts';
export type { Cell, Columns, Dense, Row, Rows, Sparse, SparseVector, Value } from './doors/rows.ts';
export type { FasttextMethod } from './fasttext/answer-table.ts';
export type { KernelChoice } from './kernels/wasm/kernel-scope.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { ScoringError } from './scoring-error.ts';
