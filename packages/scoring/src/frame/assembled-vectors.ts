import type { AssembledRows } from './feature-rows.ts';
import type { VectorColumn } from './vector-column.ts';
import { partSize, type VectorPart } from './vector-part.ts';

/** How boosters see such a column. It comes with the column: a bundle without one does not have it. */
export type RowsOfParts = (column: AssembledVectors, rowCount: number) => AssembledRows;

/**
 * Vectors that are other columns put side by side. Who works by column takes the parts; the rows are written when a reader
 * asks for one of their arrays. As with any column of a scorer, that has to be before the next frame is scored.
 */
export class AssembledVectors implements VectorColumn {
  readonly kind = 'vector';
  /** One behind the other. */
  readonly parts: readonly VectorPart[];
  /** Positions of each row. */
  readonly size: number;
  readonly #write: () => VectorColumn;
  readonly #rowsOf: RowsOfParts;
  #written: VectorColumn | undefined;

  constructor(parts: readonly VectorPart[], write: () => VectorColumn, rowsOf: RowsOfParts) {
    this.parts = parts;
    this.size = parts.reduce((sum, part) => sum + partSize(part), 0);
    this.#write = write;
    this.#rowsOf = rowsOf;
  }

  /** The same parts, of which other arrays are written. */
  rewritten(write: () => VectorColumn): AssembledVectors {
    return new AssembledVectors(this.parts, write, this.#rowsOf);
  }

  /** This many rows, as boosters see them. */
  rowsOfParts(rowCount: number): AssembledRows {
    return this.#rowsOf(this, rowCount);
  }

  get #rows(): VectorColumn {
    this.#written ??= this.#write();
    return this.#written;
  }

  get values(): Float64Array {
    return this.#rows.values;
  }

  get starts(): Int32Array {
    return this.#rows.starts;
  }

  get sizes(): Int32Array {
    return this.#rows.sizes;
  }

  get indices(): Int32Array | undefined {
    return this.#rows.indices;
  }

  get sparse(): Uint8Array | undefined {
    return this.#rows.sparse;
  }

  get nulls(): Uint8Array | undefined {
    return this.#rows.nulls;
  }
}
