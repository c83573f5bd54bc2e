/** A 2-D array attribute of a fitted object, row-major. */
export interface Coefficients {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
