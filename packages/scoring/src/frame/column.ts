import type { VectorColumn } from './vector-column.ts';

/** Numbers and booleans (0 and 1). Floats hold float32 values. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
  /** 1 where the cell is null; absent when no cell is. */
  readonly nulls?: Uint8Array;
  /** By row, longs beyond 2^53 with all their digits, for who wants the text; absent when there are none. */
  readonly longs?: ReadonlyMap<number, bigint>;
}

export interface StringColumn {
  readonly kind: 'string';
  readonly values: readonly (string | null)[];
}

/** Lists, maps, byte strings, tensors of other ranks: one JavaScript value a cell. */
export interface ValueColumn {
  readonly kind: 'value';
  readonly values: readonly unknown[];
}

/** One column of a frame. Which kind a column is follows from its type: see `DataType`. */
export type Column = NumberColumn | StringColumn | VectorColumn | ValueColumn;
