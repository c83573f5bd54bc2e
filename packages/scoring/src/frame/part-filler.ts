import type { VectorPart } from './vector-part.ts';

/** Where cells are written, up to `end`, and how far apart those of two slots and of two rows are. */
export interface CellTarget {
  readonly target: Float32Array;
  readonly end: number;
  readonly slot: number;
  readonly row: number;
}

/** Some rows of a table. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** The slots of each part's positions, -1 for those that are not used, and how many positions each part has. */
export interface PartSlots {
  readonly sizes: readonly number[];
  readonly slots: readonly (readonly number[])[];
}

/** Takes cells of rows that are still columns side by side, one column after the other. */
export interface PartFiller {
  /** Found once for all rows whose parts have the same sizes: parts of one pipeline differ only in their cells. */
  slotsOf(parts: readonly VectorPart[], slotOf: (position: number) => number, known: PartSlots | undefined): PartSlots;
  /** Writes the cells to where there are zeros. Returns whether any cell is missing. */
  fill(
    parts: readonly VectorPart[],
    slots: readonly (readonly number[])[],
    range: RowRange,
    cells: CellTarget,
  ): boolean;
}
