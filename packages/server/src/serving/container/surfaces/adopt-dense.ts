import { denseBlock, type Frame, vectorFrame } from '@catenary/scoring/internal/frame';

/**
 * The rows that a neighbour's frame would be after CSV, or undefined if that is not certain: vectors of one size, without
 * nulls. Positions that a sparse vector lacks are written as 0.0. The digits of a float32 are as few as it takes to distinguish it from
 * others, and read as another double.
 */
export function adoptDense({ schema, columns, rowCount, rejections }: Frame): Frame | undefined {
  const [column] = columns;
  if (columns.length !== 1 || column?.kind !== 'vector' || (rejections?.size ?? 0) > 0) return undefined;
  if (schema.fields[0]?.numbers === 'float32') return undefined;
  const columnCount = column.sizes[0] ?? 0;
  for (let row = 0; row < rowCount; row++) {
    if (column.sizes[row] !== columnCount || column.nulls?.[row] === 1) return undefined;
  }
  if (columnCount === 0) return undefined;
  const values = denseBlock(column, rowCount, columnCount);
  return vectorFrame({ values, rowCount, columnCount }, 'csv');
}
