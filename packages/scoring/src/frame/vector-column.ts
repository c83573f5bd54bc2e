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

/** The first `rowCount` rows of a column whose rows are all of one size, row-major: absent positions become 0. */
export function denseBlock(column: VectorColumn, rowCount: number, size: number): Float64Array {
  const { values, starts, sparse, indices } = column;
  const block = new Float64Array(rowCount * size);
  for (let row = 0; row < rowCount; row++) {
    const [start, end, offset] = [starts[row], starts[row + 1], row * size];
    if (sparse === undefined || indices === undefined || sparse[row] === 0) {
      for (let at = start; at < end; at++) block[offset + at - start] = values[at];
    } else for (let at = start; at < end; at++) block[offset + indices[at]] = values[at];
  }
  return block;
}
