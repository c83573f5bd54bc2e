/** A matrix of float32, whose rows are used one at a time. All sums are in float32, in the order of the columns, as fastText's. */
export interface Weights {
  readonly rows: number;
  readonly columns: number;
  /** Adds a row to `target`, which has `columns` numbers. */
  addRow(row: number, target: Float32Array): void;
  /** The product of a row and `vector`. */
  dotRow(row: number, vector: Float32Array): number;
}

/** The matrix of numbers that stand row by row. */
export function denseWeights(rows: number, columns: number, values: Float32Array): Weights {
  return {
    rows,
    columns,
    addRow(row, target) {
      const from = row * columns;
      for (let at = 0; at < columns; at++) target[at] += values[from + at];
    },
    dotRow(row, vector) {
      const from = row * columns;
      let sum = 0;
      for (let at = 0; at < columns; at++) sum = Math.fround(sum + Math.fround(values[from + at] * vector[at]));
      return sum;
    },
  };
}
