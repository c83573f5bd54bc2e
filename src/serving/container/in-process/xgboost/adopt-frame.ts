import { AssembledVectors } from '../../../../scoring/frame/assembled-vectors.ts';
import type { Column } from '../../../../scoring/frame/column.ts';
import type { Field } from '../../../../scoring/frame/schema.ts';
import type { FeatureRows } from '../../../../scoring/frame/feature-rows.ts';
import type { Frame } from '../../../../scoring/frame/frame.ts';
import type { VectorColumn } from '../../../../scoring/frame/vector-column.ts';

/**
 * The rows that the frame of the container before would be after writing as CSV and reading, or undefined if that is not
 * certain. One vector column, or columns of numbers. Positions that a sparse vector lacks are written as 0.0, so they are
 * zeros here. With a single cell a row the delimiter would be guessed from digits, so such frames are not taken.
 */
export function adoptRows(frame: Frame): FeatureRows | undefined {
  const { columns, rowCount, schema } = frame;
  if (rowCount === 0 || (frame.rejections?.size ?? 0) > 0) return undefined;
  const [first] = columns;
  if (columns.length === 1 && first?.kind === 'vector') return fromVectors(first, rowCount);
  return columns.length >= 2 && columns.every((column, at) => isPlainNumber(column, schema.fields[at] as Field))
    ? fromNumbers(columns, rowCount)
    : undefined;
}

/** Vectors that are still columns side by side, if they are all of the frame: they stay so. Undefined as `adoptRows` is. */
export function adoptAssembled({ columns, rowCount, rejections }: Frame): AssembledVectors | undefined {
  const [column] = columns;
  if (columns.length !== 1 || !(column instanceof AssembledVectors)) return undefined;
  return rowCount === 0 || (rejections?.size ?? 0) > 0 || column.size < 2 ? undefined : column;
}

function fromVectors(column: VectorColumn, rowCount: number): FeatureRows | undefined {
  const columnCount = column.sizes[0] as number;
  if (columnCount < 2) return undefined;
  for (let row = 0; row < rowCount; row++) {
    if (column.sizes[row] !== columnCount || column.nulls?.[row] === 1) return undefined;
  }
  if (column.sparse === undefined) {
    const isBlock = column.starts[0] === 0;
    return isBlock ? { kind: 'dense', values: column.values, rowCount, columnCount } : undefined;
  }
  if (column.sparse.subarray(0, rowCount).includes(0))
    return { kind: 'dense', values: spread(column, column.sparse, rowCount), rowCount, columnCount };
  const starts = column.starts.subarray(0, rowCount + 1);
  const values = column.values.subarray(0, starts[rowCount]);
  const indices = column.indices as Int32Array;
  return { kind: 'sparse', values, starts, indices, rowCount, columnCount, absent: 0 };
}

/** Rows of one size, side by side: positions that a sparse row lacks stay the zeros that new memory has. */
function spread({ values, starts, sizes, indices }: VectorColumn, sparse: Uint8Array, rowCount: number): Float64Array {
  const columnCount = sizes[0] as number;
  const block = new Float64Array(rowCount * columnCount);
  const positions = indices as Int32Array;
  for (let row = 0; row < rowCount; row++) {
    const start = starts[row] as number;
    const end = starts[row + 1] as number;
    const first = row * columnCount;
    if (sparse[row] === 0) for (let at = start; at < end; at++) block[first + at - start] = values[at] as number;
    else for (let at = start; at < end; at++) block[first + (positions[at] as number)] = values[at] as number;
  }
  return block;
}

function fromNumbers(columns: readonly Column[], rowCount: number): FeatureRows {
  const values = new Float64Array(rowCount * columns.length);
  columns.forEach((column, at) => {
    const numbers = column.values as Float64Array;
    for (let row = 0; row < rowCount; row++) values[row * columns.length + at] = numbers[row] as number;
  });
  return { kind: 'dense', values, rowCount, columnCount: columns.length };
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
