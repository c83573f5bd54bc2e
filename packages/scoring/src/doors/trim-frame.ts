import { AssembledVectors } from '../frame/assembled-vectors.ts';
import type { Column } from '../frame/column.ts';
import type { Frame } from '../frame/frame.ts';
import type { VectorColumn } from '../frame/vector-column.ts';

/** The same frame over views of the same arrays, as long as its rows: buffers keep the length of the longest frame. */
export function trimFrame(frame: Frame): Frame {
  const { columns, rowCount } = frame;
  return { ...frame, columns: columns.map((column) => trimColumn(column, rowCount)) };
}

function trimColumn(column: Column, rowCount: number): Column {
  if (column instanceof AssembledVectors) return column.rewritten(() => trimVectors(column, rowCount));
  if (column.kind === 'vector') return trimVectors(column, rowCount);
  if (column.values.length === rowCount) return column;
  if (column.kind === 'string') return { kind: 'string', values: column.values.slice(0, rowCount) };
  if (column.kind === 'value') return { kind: 'value', values: column.values.slice(0, rowCount) };
  const { kind, values, nulls } = column;
  const trimmed = { kind, values: values.subarray(0, rowCount) };
  return nulls === undefined ? trimmed : { ...trimmed, nulls: nulls.subarray(0, rowCount) };
}

function trimVectors(column: VectorColumn, rowCount: number): VectorColumn {
  const { kind, values, starts, sizes, indices, sparse, nulls } = column;
  const rows = { starts: starts.subarray(0, rowCount + 1), sizes: sizes.subarray(0, rowCount) };
  return { kind, values, ...rows, indices, sparse, nulls };
}
