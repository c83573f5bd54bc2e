/**
 * Rank-1 double tensors (Spark vectors), dense or sparse row by row: which of the two a row is can be observed
 * (in JSON answers, and as missing cells in XGBoost), so it is kept.
 *
 * Row `i` owns `values[starts[i] .. starts[i + 1])`. A dense row owns one value for each of its `sizes[i]` positions;
 * a sparse row owns its active entries, whose positions are `indices` over the same range, ascending.
 * When every row is dense and of one size, `values` is the plain row-major block.
 */
export interface VectorColumn {
  readonly kind: 'vector';
  readonly values: Float64Array;
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  /** Absent when every row is dense. */
  readonly indices?: Int32Array | undefined;
  /** 1 where the row is sparse; absent when every row is dense. */
  readonly sparse?: Uint8Array | undefined;
  /** 1 where the cell is null; absent when no cell is. */
  readonly nulls?: Uint8Array | undefined;
}

/** A column of dense rows of one size over a row-major block (not copied). */
export function denseVectors(values: Float64Array, rowCount: number, size: number): VectorColumn {
  const starts = new Int32Array(rowCount + 1);
  for (let row = 0; row <= rowCount; row++) starts[row] = row * size;
  return { kind: 'vector', values, starts, sizes: new Int32Array(rowCount).fill(size) };
}

/** Writes row `row` densely into `target` from `offset` on: absent positions become 0. */
export function copyDense(column: VectorColumn, row: number, target: Float64Array, offset: number): void {
  const start = column.starts[row];
  const end = column.starts[row + 1];
  if (column.sparse === undefined || column.sparse[row] === 0) {
    for (let at = start; at < end; at++) target[offset + at - start] = column.values[at];
    return;
  }
  target.fill(0, offset, offset + column.sizes[row]);
  const indices = column.indices as Int32Array;
  for (let at = start; at < end; at++) target[offset + indices[at]] = column.values[at];
}
