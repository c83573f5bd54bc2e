import type { Output, Result, SparseVector, Value } from '@catenary/scoring/internal/library';
import {
  type Column,
  columnFromArray,
  type DataType,
  float64,
  list,
  type Table,
  tableFromColumns,
  utf8,
} from '@uwdata/flechette';
import { textWithoutRow } from '../../../serving/transform-job/chain/without-row.ts';

/** Arrow's type of a column that a model answers. What is neither numbers nor texts is written as JSON. */
const types: Readonly<Record<Output['kind'], () => DataType>> = {
  number: float64,
  vector: () => list(float64()),
  other: utf8,
};

/**
 * The answers to a batch, a column each. Where a row has none, a column behind them says why: without its number, as where batches end is
 * chance. Two columns may have one name: the caller goes by their places.
 */
export function writeTable(result: Result, outputs: readonly Output[]): Table {
  const columnsBy = (cellsOf: (name: string) => Cells) =>
    outputs.map(({ name, kind }): NamedColumn => [name, columnOf(kind, cellsOf(name))]);
  if (result.errors.length === 0) return tableFromColumns(columnsBy((name) => result.column(name)));
  const errors: (string | null)[] = Array.from({ length: result.rows }, () => null);
  for (const { row, error } of result.errors) errors[row] = textWithoutRow(error.message);
  const columns = columnsBy((name) => withoutBadRows(result.column(name), errors));
  return tableFromColumns([...columns, ['error', columnFromArray(errors, utf8())]]);
}

type Cells = Float64Array | readonly Value[];
type NamedColumn = [string, Column<unknown>];

function withoutBadRows(cells: ArrayLike<Value>, errors: readonly (string | null)[]): Value[] {
  return Array.from(cells, (cell, row) => (errors[row] === null ? cell : null));
}

function columnOf(kind: Output['kind'], cells: Cells): Column<unknown> {
  if (kind === 'number' && cells instanceof Float64Array && cells.length > 0) return columnFromArray(cells);
  return columnFromArray(Array.from<Value>(cells).map(writers[kind]), types[kind]());
}

const writers: Readonly<Record<Output['kind'], (cell: Value) => unknown>> = {
  number: (cell) => (typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : cell),
  vector: denseOf,
  other: (cell) => (cell === null || typeof cell === 'string' ? cell : JSON.stringify(cell, plain)),
};

/** A sparse vector with its zeros; an object of probabilities as their list. */
function denseOf(cell: Value): Value {
  if (cell === null || typeof cell !== 'object' || isList(cell) || cell instanceof Float64Array) return cell;
  if (!isSparse(cell)) return Object.values(cell);
  const dense = new Float64Array(cell.size);
  cell.indices.forEach((place, at) => {
    dense[place] = cell.values[at] ?? 0;
  });
  return dense;
}

const isList = (cell: Value): cell is readonly Value[] => Array.isArray(cell);
const isSparse = (cell: object): cell is SparseVector => 'indices' in cell && 'size' in cell && 'values' in cell;

/** JSON has neither typed arrays nor big integers. */
const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Float64Array || value instanceof Int32Array ? Array.from(value) : value;
};
