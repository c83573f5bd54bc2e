import type { Column } from '../frame/column.ts';
import type { DataType } from '../frame/data-type.ts';
import { isTensor } from '../frame/tensor.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { defined } from '../util/defined.ts';
import type { Value } from './rows.ts';

/** A cell of a frame as a value of the caller's own. */
export function frameCell(column: Column, type: DataType, row: number): Value {
  switch (column.kind) {
    case 'number': {
      if (column.nulls !== undefined && column.nulls[row] !== 0) return null;
      const value = defined(column.values[row]);
      return type.base === 'boolean' ? value !== 0 : value;
    }
    case 'string':
      return column.values[row] ?? null;
    case 'value':
      return plainValue(column.values[row]);
    case 'vector':
      return vectorCell(column, row);
  }
}

function vectorCell({ values, starts, sizes, indices, sparse, nulls }: VectorColumn, row: number): Value {
  if (nulls !== undefined && nulls[row] !== 0) return null;
  const [start, end] = [starts[row], starts[row + 1]];
  const numbers = Array.from(values.subarray(start, end));
  if (indices === undefined || sparse === undefined || sparse[row] === 0) return numbers;
  return { size: defined(sizes[row]), indices: Array.from(indices.subarray(start, end)), values: numbers };
}

/** Lists, maps and tensors. */
function plainValue(value: unknown): Value {
  if (typeof value !== 'object' || value === null) return value as Value;
  if (value instanceof Float64Array || value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (isTensor(value) && value.dimensions.length === 1) return Array.from(value.values);
  if (isTensor(value)) return { dimensions: [...value.dimensions], values: Array.from(value.values) };
  const entries = value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, plainValue(item)]));
}
