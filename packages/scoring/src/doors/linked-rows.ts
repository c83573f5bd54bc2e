import type { Frame } from '../frame/frame.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { vectorFeatures } from '../frame/vector-features.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import type { ChainLink } from './chain-link.ts';
import { frameCell } from './frame-cell.ts';
import type { Columns, Rows, Value } from './rows.ts';

/** What a model of a chain takes of the answer of the model before it, and of the chain's own columns. */
export function linkedRows(frame: Frame, { by, taken, given }: ChainLink, source: Columns | undefined): Rows {
  if (by === 'vector') return vectorRows(frame, defined(taken[0]));
  const columns = Object.fromEntries([
    ...taken.map((name) => [name, cellsOf(frame, name)] as const),
    ...given.map((name) => [name, own(source ?? {}, name) ?? []] as const),
  ]);
  return by === 'name'
    ? columns
    : taken.length === 0
      ? []
      : sideBySide(
          taken.map((name) => own(columns, name) ?? []),
          frame.rowCount,
        );
}

function cellsOf(frame: Frame, name: string): Float64Array | readonly Value[] {
  const at = frame.schema.fields.findIndex((field) => field.name === name);
  const column = defined(frame.columns[at]);
  const { type } = defined(frame.schema.fields[at]);
  if (column.kind === 'number' && column.nulls === undefined && type.base !== 'boolean')
    return column.values.subarray(0, frame.rowCount);
  return Array.from({ length: frame.rowCount }, (_none, row) => frameCell(column, type, row));
}

/** Columns of numbers as a block; null is missing. */
function sideBySide(columns: readonly ArrayLike<unknown>[], rowCount: number): Rows {
  const values = new Float64Array(rowCount * columns.length);
  columns.forEach((cells, at) => {
    for (let row = 0; row < rowCount; row++) {
      const cell = cells[row];
      values[row * columns.length + at] = cell === null ? Number.NaN : Number(cell);
    }
  });
  return { values, columns: columns.length };
}

/** Positions that a sparse vector lacks are zeros, never missing. */
function vectorRows(frame: Frame, name: string): Rows {
  const at = frame.schema.fields.findIndex((field) => field.name === name);
  const column = defined(frame.columns[at]) as VectorColumn;
  const { rowCount } = frame;
  const rows = vectorFeatures(column, rowCount);
  if (rows === undefined) throw wrongVector(column, name, rowCount);
  const { values, columnCount: columns } = rows;
  if (rows.kind === 'sparse')
    return { starts: rows.starts, indices: rows.indices.subarray(0, values.length), values, columns, absent: 0 };
  return { values: values.subarray(0, rowCount * columns), columns };
}

/** The first row whose vector is null or of another size. */
function wrongVector({ sizes, nulls }: VectorColumn, column: string, rowCount: number): ScoringError {
  for (let row = 0; row < rowCount; row++) {
    if (nulls?.[row] === 1)
      return new ScoringError('null_value', `Column "${column}", row ${row + 1} is null.`, { row, column });
    if (sizes[row] === sizes[0]) continue;
    const text = `Column "${column}", row ${row + 1} has ${sizes[row]} positions, row 1 has ${sizes[0]}.`;
    return new ScoringError('wrong_size', text, { row, column });
  }
  return new ScoringError('wrong_size', `Column "${column}" has values that no row owns.`, { column });
}
