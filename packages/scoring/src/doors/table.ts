import { cellList, columnCount, columnOf, type Table as InnerTable } from '../frame/table.ts';
import type { LabelType } from '../frame/label-type.ts';

/** The value of a row in a column; null is missing. */
export type Cell = number | string | boolean | bigint | null;

/** A row by column name, or by position. */
export type Row = Readonly<Record<string, Cell>> | readonly Cell[];

/** Rows of doubles, row-major: `values[row * columns + column]`. NaN is a missing cell. */
export interface Matrix {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly names?: readonly string[];
}

/** One column: numbers (NaN is missing) or texts (null is missing). Labels have numpy's type. */
export type Cells =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly type?: LabelType }
  | { readonly kind: 'string'; readonly values: readonly (string | null)[]; readonly type?: LabelType };

/** Columns of numbers and texts, as a pandas frame has them. */
export interface MixedTable {
  readonly kind: 'mixed';
  readonly rows: number;
  readonly cells: readonly Cells[];
  readonly names?: readonly string[];
}

export type Table = Matrix | MixedTable;

/** What models of tables take: rows as objects or lists, or columns. */
export type TableInput = Table | readonly Row[];

/** An answer as the caller's own: nothing in it belongs to the model or to the input. */
export function toOwnTable(table: InnerTable): Table {
  const names = table.names === undefined ? {} : { names: [...table.names] };
  if (table.kind === 'matrix') {
    const { rows, columns, values } = table;
    return { kind: 'matrix', rows, columns, values: values.slice(0, rows * columns), ...names };
  }
  const cells = Array.from({ length: columnCount(table) }, (_none, at): Cells => {
    const column = columnOf(table, at);
    const type = column.kind === 'given' || column.type === undefined ? {} : { type: column.type };
    if (column.kind === 'number') return { kind: 'number', values: column.values.slice(), ...type };
    const list = cellList(column);
    if (list.every((cell) => typeof cell === 'number')) return { kind: 'number', values: Float64Array.from(list) };
    const values = list.map((cell) => (cell === null || typeof cell === 'string' ? cell : textOf(cell)));
    return { kind: 'string', values, ...type };
  });
  return { kind: 'mixed', rows: table.rows, cells, ...names };
}

const textOf = (cell: number) => (Number.isNaN(cell) ? null : String(cell));
