import { ScoringError } from '../scoring-error.ts';
import { cellNumber } from '../text/cell-number.ts';
import { formatPythonFloat, parsePythonFloat } from '../text/python-float.ts';
import { spend } from '../util/allowance.ts';
import { type GivenCells, notNumber, refuseCell } from './given-cells.ts';
import type { LabelType } from './label-type.ts';
import { joinSparse, type SparseCells, sparseOf } from './sparse-cells.ts';

/** Rows of doubles, row-major: `values[row * columns + column]`. NaN is a missing cell. */
export interface Matrix {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly names?: readonly string[];
  /** Known to hold neither NaN nor an infinity: the next step need not look. */
  readonly isFinite?: true;
  /** True if scikit-learn has it as a sparse matrix: cells that are not stored are missing to XGBoost. */
  isSparse?: boolean;
}

/**
 * One column of cells whose type is known: numbers (NaN is missing) or texts (null is missing). Labels have numpy's
 * type and, of integers and texts, numpy's code of it with the size: `<i4`, `<U3`.
 */
export type Cells =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly type?: LabelType; readonly code?: string }
  | {
      readonly kind: 'string';
      readonly values: readonly (string | null)[];
      readonly type?: LabelType;
      readonly code?: string;
    };

/** One column of a table: of a type, or as it came in. */
export type TableColumn = Cells | GivenCells;

/** Columns of numbers and texts, as a pandas frame or an array of objects gives them. */
export interface MixedTable {
  readonly kind: 'mixed';
  readonly rows: number;
  readonly cells: readonly TableColumn[];
  readonly names?: readonly string[];
  /** All cells as numbers, where that is known in a shorter way than cell by cell. */
  readonly asMatrix?: () => Matrix;
  /** How many cells a row has, where `cells` are made only when they are asked for. */
  readonly columns?: number;
  /** True if all cells are numbers, and `asMatrix` is the way to get them. */
  readonly isNumeric?: boolean;
  /** The cells that are not zero, where most of them are; undefined if they are not. */
  readonly asSparse?: () => SparseCells | undefined;
  /** As of `Matrix`. */
  isSparse?: boolean;
}

/** What goes into and comes out of every estimator. Names are optional. */
export type Table = Matrix | MixedTable;

export function newMatrix(rows: number, columns: number, values: Float64Array = newCells(rows, columns)): Matrix {
  return { kind: 'matrix', rows, columns, values };
}

/** Zeros for all cells, which may be many more than the input has. */
function newCells(rows: number, columns: number): Float64Array {
  spend(rows * columns);
  return new Float64Array(rows * columns);
}

export function columnCount(table: Table): number {
  return table.columns ?? (table as MixedTable).cells.length;
}

/** The cells as a list, whichever kind they are. */
export function cellList(cells: TableColumn): readonly (string | number | null)[] {
  if (cells.kind === 'value') return cells.values.map((_cell, row) => plainCell(cells, row));
  return cells.kind === 'number' ? Array.from(cells.values) : cells.values;
}

/** A cell without a declared type: a number if it is one, NaN if it is missing, else a text. */
function plainCell(cells: GivenCells, row: number): string | number {
  if (cells.isMissing(row)) return Number.NaN;
  const cell = cells.at(row);
  if (typeof cell !== 'string') return Number(cell);
  return cells.isTyped ? cell : (cellNumber(cell) ?? cell);
}

/** The cells as texts, null where missing: those of CSV as they came, numbers as Python prints them. */
export function textList(cells: TableColumn): readonly (string | null)[] {
  if (cells.kind === 'string') return cells.values;
  if (cells.kind === 'number')
    return Array.from(cells.values, (value) => (Number.isNaN(value) ? null : formatPythonNumber(value)));
  return cells.values.map((cell, row) => {
    if (cells.isMissing(row)) return null;
    if (typeof cell === 'boolean') return cell ? 'True' : 'False';
    return typeof cell === 'number' ? formatPythonNumber(cell) : String(cell);
  });
}

/** The cells as numbers, NaN where missing. Throws `wrong_type` with row, column and value. */
export function numberList(cells: TableColumn, column: number): Float64Array {
  if (cells.kind === 'number') return cells.values;
  if (cells.kind === 'value') return cells.numbers();
  return Float64Array.from(cells.values, (text, row) => parseNumber(text, row, column));
}

const formatPythonNumber = (value: number) => (Number.isSafeInteger(value) ? String(value) : formatPythonFloat(value));

/** One column; a copy if the table is a matrix. */
export function columnOf(table: Table, column: number): TableColumn {
  if (table.kind === 'mixed' && table.isNumeric !== true) return table.cells[column];
  const { rows, columns, values: cells } = toMatrix(table);
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = cells[row * columns + column];
  return { kind: 'number', values };
}

/**
 * The table as numbers, checked against the number of columns an estimator was fitted on (if known). Texts are read as
 * Python's `float()` reads them; null becomes NaN. Throws `wrong_size`, or `wrong_type` with row, column and value.
 */
export function toMatrix(table: Table, columns?: number): Matrix {
  checkWidth(table, columns);
  if (table.kind === 'matrix') return table;
  if (table.asMatrix !== undefined) return table.asMatrix();
  const width = table.cells.length;
  const values = new Float64Array(table.rows * width);
  table.cells.forEach((cells, column) => {
    const numbers = numberList(cells, column);
    for (let row = 0; row < table.rows; row++) values[row * width + column] = numbers[row];
  });
  return { kind: 'matrix', rows: table.rows, columns: width, values };
}

/** The cells that are not zero, of a table that has them without looking through zeros. */
export function sparseCells(table: Table): SparseCells | undefined {
  return table.kind === 'mixed' ? table.asSparse?.() : undefined;
}

/** Throws `wrong_size` unless the table is as wide as an estimator was fitted on, if that is known. */
export function checkWidth(table: Table, columns: number | undefined): void {
  if (columns === undefined || columnCount(table) === columns) return;
  throw new ScoringError(
    'wrong_size',
    `The input has ${columnCount(table)} columns; the model was fitted on ${columns}.`,
  );
}

/** Rows `start` to `end` (exclusive); numbers are views. */
export function sliceRows(table: Table, start: number, end: number): Table {
  const names = table.names === undefined ? {} : { names: table.names };
  const rows = end - start;
  if (table.kind === 'matrix') {
    const { columns } = table;
    return { kind: 'matrix', rows, columns, values: table.values.subarray(start * columns, end * columns), ...names };
  }
  const cells = table.cells.map((column): TableColumn => {
    if (column.kind === 'value') return column.slice(start, end);
    if (column.kind === 'number') return { kind: 'number', values: column.values.subarray(start, end) };
    return { kind: 'string', values: column.values.slice(start, end) };
  });
  return { kind: 'mixed', rows, cells, ...names };
}

/** Tables of equal length next to each other. */
export function joinColumns(tables: readonly Table[], rows: number): Table {
  if (tables.length === 1) return tables[0];
  const isOpen = (table: Table) =>
    table.kind === 'mixed' && (table.isNumeric === true || table.cells.some((cells) => cells.kind !== 'number'));
  return tables.some(isOpen) ? new JoinedTable(tables, rows) : joinNumbers(tables, rows);
}

/** Tables next to each other that are not all written numbers yet: mostly the next step asks for numbers after all. */
class JoinedTable implements MixedTable {
  readonly kind = 'mixed';
  readonly rows: number;
  readonly columns: number;
  readonly isNumeric: boolean;
  readonly #tables: readonly Table[];
  #cells: readonly TableColumn[] | undefined;

  constructor(tables: readonly Table[], rows: number) {
    this.#tables = tables;
    this.rows = rows;
    this.columns = tables.reduce((sum, table) => sum + columnCount(table), 0);
    this.isNumeric = tables.every((table) => table.kind === 'matrix' || table.isNumeric === true);
  }

  get cells(): readonly TableColumn[] {
    this.#cells ??= this.#tables.flatMap((table) => allColumns(table));
    return this.#cells;
  }

  asMatrix(): Matrix {
    return joinNumbers(this.#tables, this.rows);
  }

  asSparse(): SparseCells | undefined {
    const given = this.#tables.map(sparseCells);
    if (given.every((cells) => cells === undefined)) return undefined;
    const parts = this.#tables.map((table, at) => ({
      cells: given[at] ?? sparseOf(toMatrix(table)),
      width: columnCount(table),
    }));
    return joinSparse(parts, this.rows);
  }
}

function joinNumbers(tables: readonly Table[], rows: number): Matrix {
  const parts = tables.map((table) => toMatrix(table));
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const values = newCells(rows, columns);
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
  const cells = first.cells.map((_cells, column) => joinCells(tables.map((table) => columnOf(table, column))));
  return { kind: 'mixed', rows, cells };
}

function joinCells(parts: readonly TableColumn[]): Cells {
  if (parts.every((part) => part.kind === 'number'))
    return { kind: 'number', values: Float64Array.from(parts.flatMap((part) => Array.from(part.values))) };
  return { kind: 'string', values: parts.flatMap((part) => textList(part)) };
}

/** All columns, in their order; copies if the table is a matrix. */
export function allColumns(table: Table): TableColumn[] {
  return Array.from({ length: columnCount(table) }, (_none, column) => columnOf(table, column));
}

function parseNumber(text: string | null, row: number, column: number): number {
  const number = text === null ? Number.NaN : parsePythonFloat(text);
  if (number === undefined) throw refuseCell(text, { row, column }, notNumber);
  return number;
}
