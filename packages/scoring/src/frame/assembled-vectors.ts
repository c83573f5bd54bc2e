import type { NumberColumn } from './column.ts';
import type { VectorColumn } from './vector-column.ts';

/** A column that is a part of every row of a vector column. It has no nulls. */
export type VectorPart = NumberColumn | FixedVectors;

/** Vectors that have so many positions in every row. */
export interface FixedVectors extends VectorColumn {
  readonly size: number;
}

/** How many positions of a row a part takes. */
export const partSize = (part: VectorPart): number => (part.kind === 'number' ? 1 : part.size);

/**
 * Vectors that are other columns put side by side. Who works by column takes the parts; the rows are written when somebody
 * asks for one of their arrays. As with any column of a scorer, that has to be before the next frame is scored.
 */
export class AssembledVectors implements VectorColumn {
  readonly kind = 'vector';
  /** One behind the other. */
  readonly parts: readonly VectorPart[];
  /** Positions of each row. */
  readonly size: number;
  readonly #write: () => VectorColumn;
  #written: VectorColumn | undefined;

  constructor(parts: readonly VectorPart[], write: () => VectorColumn) {
    this.parts = parts;
    this.size = parts.reduce((sum, part) => sum + partSize(part), 0);
    this.#write = write;
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
