import type { Column } from '../frame/column.ts';
import type { Frame } from '../frame/frame.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { present } from '../util/present.ts';

/** The same frame in arrays of its own, none longer than its rows. Rejections are made for each frame. */
export function copyFrame({ schema, columns, rowCount, rejections }: Frame): Frame {
  return {
    schema,
    columns: columns.map((column) => copyColumn(column, rowCount)),
    rowCount,
    ...present({ rejections }),
  };
}

function copyColumn(column: Column, rowCount: number): Column {
  switch (column.kind) {
    case 'number': {
      const { kind, values, nulls, longs } = column;
      return { kind, values: values.slice(0, rowCount), ...present({ nulls: nulls?.slice(0, rowCount), longs }) };
    }
    case 'string':
      return { kind: 'string', values: column.values.slice(0, rowCount) };
    case 'value':
      return { kind: 'value', values: column.values.slice(0, rowCount).map(copyValue) };
    case 'vector':
      return copyVectors(column, rowCount);
  }
}

function copyVectors(column: VectorColumn, rowCount: number): VectorColumn {
  const { values, starts, sizes, indices, sparse, nulls } = column;
  const end = starts[rowCount] ?? 0;
  return {
    kind: 'vector',
    values: values.slice(0, end),
    starts: starts.slice(0, rowCount + 1),
    sizes: sizes.slice(0, rowCount),
    ...present({
      indices: indices?.slice(0, end),
      sparse: sparse?.slice(0, rowCount),
      nulls: nulls?.slice(0, rowCount),
    }),
  };
}

/** Lists, maps, bytes and tensors. */
function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float64Array || value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copyValue);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copyValue(item)] as const));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyValue(item)]));
}
