import type { AssembledVectors } from '../frame/assembled-vectors.ts';
import type { Dense, Sparse, Value } from './rows.ts';

/** A column of an answer. What it gives is the caller's own, if the answer is no buffer. */
export interface AnswerColumn {
  readonly name: string;
  cell(row: number): Value;
  /** All cells, where each of them is a number. */
  numbers(): Float64Array | undefined;
  /** Numbers of each row, where all rows have as many; a row without an answer has NaN. */
  block(): Dense | undefined;
  /** Of columns that may hold vectors: the same as rows of a model of numbers, where each row has one of one size. */
  rows?(): Dense | Sparse | undefined;
  /** The same, where they are other columns side by side that have not been written as rows yet. */
  assembled?(): AssembledVectors | undefined;
}
