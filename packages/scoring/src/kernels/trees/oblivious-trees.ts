/**
 * Symmetric trees: all splits of one depth are the same, so that bit `d` of a leaf's number is the answer of split `d`. A cell
 * above the border sets its bit. Cells and borders are float32, values of leaves doubles.
 */
export interface ObliviousTrees {
  /** Sums per row. */
  readonly outputCount: number;
  /** Tree `t` has the splits `starts[t] .. starts[t + 1])`, at most 16 of them. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly borders: Float32Array;
  /** Of each tree `2^depth * outputCount` numbers, leaf by leaf; tree after tree. */
  readonly leafValues: Float64Array;
}

/** What a missing cell of a column is compared as: above all borders, or below. */
export type MissingCell = (column: number) => number;
