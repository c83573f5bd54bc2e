import type { Column } from './column.ts';
import type { Frame } from './frame.ts';
import { numberFeatures, vectorFeatures } from './vector-features.ts';
import { vectorFrame } from './vector-frame.ts';

/**
 * Columns of numbers, or one column of vectors, as a frame of vectors of a fixed size. Sparse vectors stay sparse if all are.
 * Undefined for vectors that are not all there, of one size.
 */
export function asVectors(columns: readonly Column[], rowCount: number, origin: Frame['origin']): Frame | undefined {
  const [first] = columns;
  const isVectors = columns.length === 1 && first?.kind === 'vector';
  const rows = isVectors ? vectorFeatures(first, rowCount) : numberFeatures(columns, rowCount);
  return rows && vectorFrame(rows, origin);
}
