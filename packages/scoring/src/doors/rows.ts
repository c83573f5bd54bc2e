/** One value that a column of a table has in a row; null is missing. */
export type Cell = number | string | boolean | bigint | null;

/** A vector that names the positions that are not 0, in ascending order. */
export interface SparseVector {
  readonly size: number;
  readonly indices: readonly number[] | Int32Array;
  readonly values: readonly number[] | Float64Array;
}

/** What a column has in a row: a cell, or, for MLeap's and Spark's other types, a vector, a list or a map. */
export type Value = Cell | Float64Array | SparseVector | readonly Value[] | { readonly [key: string]: Value };

/** A row by column name, or by position. */
export type Row = Readonly<Record<string, Value>> | readonly Value[];

/** Columns by name, all of one length. */
export type Columns = Readonly<Record<string, Float64Array | Float32Array | readonly Value[]>>;

/** A row-major block: `values[row * columns + column]`. NaN is a missing cell. */
export interface Dense {
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
}

/** Rows that name the positions they have. */
export interface Sparse {
  /** Row `i` owns the entries `starts[i] .. starts[i + 1])`. Of two entries at one position the later one counts. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
  /**
   * What the positions are that a row lacks: `'missing'` as in libsvm's files to XGBoost, 0 as in the vectors of Spark and MLeap.
   * The two are different answers, so there is no default.
   */
  readonly absent: 0 | 'missing';
}

/** Rows for any model. */
export type Rows = readonly Row[] | Columns | Dense | Sparse;
