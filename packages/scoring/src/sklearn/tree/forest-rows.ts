import type { SparseCells } from '../../frame/sparse-cells.ts';

/** Rows as the trees compare them, row-major. */
export interface ForestRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /** The cells instead of `values`, where most of them are zeros that are not written. */
  readonly sparse?: SparseCells;
}
