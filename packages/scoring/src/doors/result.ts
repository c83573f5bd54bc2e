import type { ScoringError } from '../scoring-error.ts';
import type { Dense, Value } from './rows.ts';

/** What a model answers to one row, by column. */
export type Answer = Readonly<Record<string, Value>>;

/** A row without an answer. */
export interface RowError {
  /** Counted from 0. */
  readonly row: number;
  readonly error: ScoringError;
}

/** What a model answers to rows. It is the caller's own: no later call changes it, and its arrays may be transferred. */
export interface Result {
  readonly rows: number;
  /** The columns of the answer, in their order. */
  readonly names: readonly string[];
  /**
   * A column, a value a row: numbers as Float64Array, NaN where a row has none. Throws `missing_column`.
   */
  column(name: string): Float64Array | readonly Value[];
  /**
   * A column of numbers, or of vectors of one size, as a row-major block: several numbers a row without an object for
   * each. Throws `missing_column`, `wrong_type`.
   */
  dense(name: string): Dense;
  /** An object a row. All columns of a row without an answer are null. */
  toRows(): Answer[];
  /** With `bad: 'collect'` the rows that have no answer, in their order; else none, as the first one is thrown. */
  readonly errors: readonly RowError[];
}
