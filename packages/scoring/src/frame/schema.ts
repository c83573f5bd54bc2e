import type { DataType } from './data-type.ts';

/** A named, typed column position. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
  /** What an answer's values are to numpy, which decides on their text: a vector of integers is one of doubles by its type. */
  readonly numbers?: 'boolean' | 'integer' | 'float32' | 'float64' | 'bytes';
  /** numpy's code of labels that are integers or texts, with their size: `<i4`, `<U3`; `<i8` if absent, or the longest text. */
  readonly code?: string;
  /** What the positions of a vector are called, if the rows that it was read from have names. */
  readonly positions?: readonly string[];
  /** What the indices in the column stand for, where the metadata of a data frame of Spark says it. */
  readonly labels?: readonly string[];
}

/** Ordered fields; names are unique. */
export interface Schema {
  readonly fields: readonly Field[];
  /** True if the rows came without names: columns are known by their position, and the names are made up. */
  readonly isPositional?: boolean;
  /** True if rows of one value are lists of one: numpy's shape (n, 1). */
  readonly isNested?: boolean;
}
