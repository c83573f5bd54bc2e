/**
 * Rows to predict. NaN is a missing cell, and so is a position that a sparse row lacks and a column beyond the width of
 * a dense one. Values are rounded to float32 where they are used.
 */
export type FeatureRows = DenseRows | SparseRows;

export interface DenseRows {
  readonly kind: 'dense';
  /** Row-major block of `rowCount * columnCount` values. */
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly columnCount: number;
}

export interface SparseRows {
  readonly kind: 'sparse';
  /** Row `i` owns the entries `starts[i] .. starts[i + 1])`. Of two entries at one position the later one counts. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly columnCount: number;
}
