import type { NumberColumn } from './column.ts';
import type { VectorColumn } from './vector-column.ts';

/** A column that is a part of every row of a vector column. It has no nulls. */
export type VectorPart = NumberColumn | FixedVectors;

/** Vectors that have this many positions in every row. */
export interface FixedVectors extends VectorColumn {
  readonly size: number;
}

/** How many positions of a row a part takes. */
export const partSize = (part: VectorPart): number => (part.kind === 'number' ? 1 : part.size);
