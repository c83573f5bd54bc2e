import type { PartFiller } from './part-filler.ts';
import type { VectorPart } from './vector-part.ts';

/**
 * Rows to predict. NaN is a missing cell, and so is a position that a sparse row lacks (if not `absent` says otherwise) and
 * a column beyond the width. Values are rounded to float32 where they are used.
 */
export type FeatureRows = DenseRows | SparseRows;

/** Rows that are still columns side by side. Other readers than trees take them written out, by `rows`. */
export interface AssembledRows {
  readonly kind: 'assembled';
  readonly parts: readonly VectorPart[];
  /** How trees take their cells. It comes with such rows: a bundle without them does not have it. */
  readonly filler: PartFiller;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Whether no cell is infinite. May deny it for numbers beyond 3.4e38. */
  readonly areFinite: () => boolean;
  /** The same rows, with all their cells. */
  readonly rows: () => DenseRows;
}

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
  /** Set where the positions that a row lacks are zeros, not missing. */
  readonly absent?: 0;
}

/** The same rows with all their cells: sparse ones `columns` wide, what they lack `absent`. */
export function withAllCells(rows: FeatureRows, columns = rows.columnCount, absent = 0): DenseRows {
  if (rows.kind === 'dense') return rows;
  const { starts, indices, values, rowCount } = rows;
  const cells = new Float64Array(rowCount * columns).fill(absent);
  for (let row = 0; row < rowCount; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) cells[row * columns + indices[at]] = values[at];
  }
  return { kind: 'dense', values: cells, rowCount, columnCount: columns };
}
