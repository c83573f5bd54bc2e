import { ScoringError } from '../scoring-error.ts';
import type { Frame } from './frame.ts';
import type { VectorColumn } from './vector-column.ts';

/** The vectors that a frame consists of. Throws `wrong_type` for a frame of other columns. */
export function fixedVectors({ columns }: Frame): VectorColumn {
  const [column] = columns;
  if (columns.length === 1 && column?.kind === 'vector') return column;
  throw new ScoringError('wrong_type', 'The rows are not one column of vectors.');
}

/** How many numbers each row of a frame of vectors has; 0 if there are no rows. */
export const vectorWidth = (frame: Frame): number => fixedVectors(frame).sizes[0] ?? 0;
