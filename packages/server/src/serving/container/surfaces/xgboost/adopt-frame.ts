import { defined } from '@catenary/scoring/internal/values';
import {
  AssembledVectors,
  type Column,
  type FeatureRows,
  type Field,
  type Frame,
  numberFeatures,
  vectorFeatures,
} from '@catenary/scoring/internal/frame';

/**
 * The rows that the frame of the container before would be after writing as CSV and reading, or undefined if that is not
 * certain. One vector column, or columns of numbers. Positions that a sparse vector lacks are written as 0.0, so they are
 * zeros here. With a single cell a row the delimiter would be guessed from digits, so such frames are not taken.
 */
export function adoptRows(frame: Frame): FeatureRows | undefined {
  const { columns, rowCount, schema } = frame;
  if (rowCount === 0 || (frame.rejections?.size ?? 0) > 0) return undefined;
  const [first] = columns;
  if (columns.length === 1 && first?.kind === 'vector')
    return (first.sizes[0] ?? 0) < 2 ? undefined : vectorFeatures(first, rowCount);
  return columns.length >= 2 && columns.every((column, at) => isPlainNumber(column, defined(schema.fields[at])))
    ? numberFeatures(columns, rowCount)
    : undefined;
}

/** Vectors that are still columns side by side, if they are all of the frame: they stay so. Undefined as `adoptRows` is. */
export function adoptAssembled({ columns, rowCount, rejections }: Frame): AssembledVectors | undefined {
  const [column] = columns;
  if (columns.length !== 1 || !(column instanceof AssembledVectors)) return undefined;
  return rowCount === 0 || (rejections?.size ?? 0) > 0 || column.size < 2 ? undefined : column;
}

/** Booleans are written as words, and how a null is written depends on the container. */
function isPlainNumber(column: Column, field: Field): boolean {
  return (
    column.kind === 'number' &&
    column.nulls === undefined &&
    field.type.base !== 'boolean' &&
    field.type.shape === 'scalar'
  );
}
