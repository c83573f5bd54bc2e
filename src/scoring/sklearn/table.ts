import { formatPythonFloat } from '../codec/python-float.ts';
import { ScoringError } from '../scoring-error.ts';

/** Rows of doubles, row-major: `values[row * columns + column]`. NaN is a missing cell. */
export interface Matrix {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly names?: readonly string[];
  /** Known to hold neither NaN nor an infinity: the next step need not look. */
  readonly isFinite?: true;
  /** The text that a cell was read from, where it came as text: as categories, `01` and `1.0` are not `1`. */
  readonly textOf?: (row: number, column: number) => string;
}

/** One column of cells: numbers (NaN is missing) or texts (null is missing). */
export type Cells =
  | {
      readonly kind: 'number';
      readonly values: Float64Array;
      /** See `Matrix.textOf`. */
      readonly textOf?: (row: number) => string;
    }
  | { readonly kind: 'string'; readonly values: readonly (string | null)[] };

/** Columns of numbers and texts, as a pandas frame or an array of objects gives them. */
export interface MixedTable {
  readonly kind: 'mixed';
  readonly rows: number;
  readonly cells: readonly Cells[];
  readonly names?: readonly string[];
}

/** What goes into and comes out of every estimator. Names are optional; only ColumnTransformer asks for them. */
export type Table = Matrix | MixedTable;

export function newMatrix(
  rows: number,
  columns: number,
  values: Float64Array = new Float64Array(rows * columns),
): Matrix {
  return { kind: 'matrix', rows, columns, values };
}

export function columnCount(table: Table): number {
  return table.kind === 'matrix' ? table.columns : table.cells.length;
}

/** The cells as a list, whichever kind they are. */
export function cellList({ values }: Cells): readonly (string | number | null)[] {
  return values instanceof Float64Array ? Array.from(values) : values;
}

/** The cells as texts, null where missing: numbers in the text they came in, or as Python prints them. */
export function textList(cells: Cells): readonly (string | null)[] {
  if (cells.kind === 'string') return cells.values;
  const { values, textOf = (row: number) => formatPythonNumber(values[row]) } = cells;
  return Array.from(values, (value, row) => (Number.isNaN(value) ? null : textOf(row)));
}

const formatPythonNumber = (value: number) => (Number.isSafeInteger(value) ? String(value) : formatPythonFloat(value));

/** One column; a copy if the table is a matrix. */
export function columnOf(table: Table, column: number): Cells {
  if (table.kind === 'mixed') return table.cells[column];
  const { rows, columns, textOf } = table;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = table.values[row * columns + column];
  return { kind: 'number', values, ...(textOf === undefined ? {} : { textOf: (row) => textOf(row, column) }) };
}

/**
 * The table as numbers, checked against the number of columns an estimator was fitted on (if known). Texts are read as
 * Python's `float()` reads them; null becomes NaN. Throws `wrong_size`, or `wrong_type` with row, column and value.
 */
export function toMatrix(table: Table, columns?: number): Matrix {
  if (columns !== undefined && columnCount(table) !== columns) {
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; the model was fitted on ${columns}.`,
    );
  }
  if (table.kind === 'matrix') return table;
  const width = table.cells.length;
  const values = new Float64Array(table.rows * width);
  table.cells.forEach((cells, column) => {
    for (let row = 0; row < table.rows; row++) {
      const cell = cells.values[row];
      values[row * width + column] = typeof cell === 'number' ? cell : parseNumber(cell, row, column);
    }
  });
  return { kind: 'matrix', rows: table.rows, columns: width, values };
}

/** The columns at the given places, in that order; names go along. */
export function selectColumns(table: Table, places: readonly number[] | Int32Array): Table {
  const names =
    table.names === undefined ? {} : { names: Array.from(places, (place) => (table.names as string[])[place]) };
  if (table.kind === 'mixed') {
    return { kind: 'mixed', rows: table.rows, cells: Array.from(places, (place) => table.cells[place]), ...names };
  }
  const width = places.length;
  const { textOf } = table;
  const values = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) {
    for (let at = 0; at < width; at++) values[row * width + at] = table.values[row * table.columns + places[at]];
  }
  const texts = textOf === undefined ? {} : { textOf: (row: number, column: number) => textOf(row, places[column]) };
  return { kind: 'matrix', rows: table.rows, columns: width, values, ...names, ...texts };
}

/** Rows `start` to `end` (exclusive); numbers are views. */
export function sliceRows(table: Table, start: number, end: number): Table {
  const names = table.names === undefined ? {} : { names: table.names };
  const rows = end - start;
  if (table.kind === 'matrix') {
    const { columns, textOf } = table;
    const values = table.values.subarray(start * columns, end * columns);
    const texts = textOf === undefined ? {} : { textOf: (row: number, column: number) => textOf(start + row, column) };
    return { kind: 'matrix', rows, columns, values, ...names, ...texts };
  }
  const cells = table.cells.map((column): Cells => {
    if (column.kind === 'number') {
      const { values, textOf } = column;
      const texts = textOf === undefined ? {} : { textOf: (row: number) => textOf(start + row) };
      return { kind: 'number', values: values.subarray(start, end), ...texts };
    }
    return { kind: 'string', values: column.values.slice(start, end) };
  });
  return { kind: 'mixed', rows, cells, ...names };
}

/** Tables of equal length next to each other. */
export function joinColumns(tables: readonly Table[], rows: number): Table {
  if (tables.length === 1) return tables[0];
  if (tables.some((table) => table.kind === 'mixed' && table.cells.some((cells) => cells.kind === 'string'))) {
    return { kind: 'mixed', rows, cells: tables.flatMap((table) => allColumns(table)) };
  }
  const parts = tables.map((table) => toMatrix(table));
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const values = new Float64Array(rows * columns);
  let offset = 0;
  for (const part of parts) {
    for (let row = 0; row < rows; row++) {
      const from = row * part.columns;
      const to = row * columns + offset;
      for (let at = 0; at < part.columns; at++) values[to + at] = part.values[from + at];
    }
    offset += part.columns;
  }
  return newMatrix(rows, columns, values);
}

/** Tables of the same columns below each other. */
export function joinRows(tables: readonly Table[]): Table {
  if (tables.length === 1) return tables[0];
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const [first] = tables;
  if (first.kind === 'matrix') {
    const values = new Float64Array(rows * first.columns);
    let at = 0;
    for (const table of tables) {
      const part = toMatrix(table, first.columns).values;
      values.set(part, at);
      at += part.length;
    }
    return newMatrix(rows, first.columns, values);
  }
  const cells = first.cells.map((_cells, column): Cells => {
    const parts = tables.map((table) => columnOf(table, column));
    if (parts.some((part) => part.kind === 'string')) {
      return {
        kind: 'string',
        values: parts.flatMap((part) => cellList(part).map((cell) => (cell === null ? null : String(cell)))),
      };
    }
    return { kind: 'number', values: Float64Array.from(parts.flatMap((part) => cellList(part).map(Number))) };
  });
  return { kind: 'mixed', rows, cells };
}

function allColumns(table: Table): Cells[] {
  return Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
}

function parseNumber(text: string | null, row: number, column: number): number {
  if (text === null) return Number.NaN;
  const plain = text.trim().replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  const named = /^([+-]?)(?:(inf|infinity)|nan)$/i.exec(plain);
  if (named === null) {
    throw new ScoringError('wrong_type', `Row ${row}, column ${column}: "${text.slice(0, 80)}" is no number.`, {
      row,
      column,
      value: text,
    });
  }
  if (named[2] === undefined) return Number.NaN;
  return named[1] === '-' ? -Infinity : Infinity;
}
