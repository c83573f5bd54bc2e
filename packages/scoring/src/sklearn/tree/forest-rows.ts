/** Rows as the trees compare them, row-major. */
export interface ForestRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
