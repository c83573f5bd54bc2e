import { AssembledVectors, asVectors, type Column, type Field, type Frame } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';

/**
 * The vectors that the frame of the container before would be after writing as CSV and reading, or undefined if that is not
 * certain. One vector column, or columns of numbers. Positions that a sparse vector lacks are written as 0.0, so they are
 * zeros here. With a single cell a row the delimiter would be guessed from digits, so such frames are not taken.
 */
export function adoptVectors(frame: Frame): Frame | undefined {
  const { columns, rowCount, schema } = frame;
  if (rowCount === 0 || (frame.rejections?.size ?? 0) > 0) return undefined;
  const [first] = columns;
  const isTaken =
    columns.length === 1 && first?.kind === 'vector'
      ? (first.sizes[0] ?? 0) >= 2
      : columns.length >= 2 && columns.every((column, at) => isPlainNumber(column, defined(schema.fields[at])));
  return isTaken ? asVectors(columns, rowCount, 'csv') : undefined;
}

/** The same of vectors that are still columns side by side, if they are all of the frame: they stay so. */
export function adoptAssembled({ schema, columns, rowCount, rejections }: Frame): Frame | undefined {
  const [column] = columns;
  if (columns.length !== 1 || !(column instanceof AssembledVectors)) return undefined;
  if (rowCount === 0 || (rejections?.size ?? 0) > 0 || column.size < 2) return undefined;
  return { schema, columns, rowCount, origin: 'csv' };
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
