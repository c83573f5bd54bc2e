import { type GivenCell, GivenCells } from '../frame/given-cells.ts';
import { type Table, type TableColumn } from '../frame/table.ts';
import { withMatrix } from '../model-file/with-matrix.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { expectDense, expectSparse, writtenRows } from './expect-dense.ts';
import { expectNames } from './expect-names.ts';
import { expectLength, notRow, notRows } from './matrix-reader.ts';
import { wrongCell } from './read-number.ts';
import type { Respell } from './respell.ts';
import type { Columns, Dense, Row, Rows } from './rows.ts';
import { isDense, isSparse } from './slice-rows.ts';

/** What a model of cells takes. */
export interface TableShape {
  /** Names of the columns, if the file has them. */
  readonly names: readonly string[] | undefined;
  /** How many columns there are, if that is known. */
  readonly columns: number | undefined;
  /** Puts names into the model's spelling. */
  readonly respell?: Respell | undefined;
}

type Cells = Readonly<Record<string, unknown>>;

/** Rows in any form as a table of cells, which the model's steps read as numbers or as texts. */
export class TableReader {
  readonly #names: readonly string[] | undefined;
  readonly #columns: number | undefined;
  readonly #respell: Respell;

  constructor({ names, columns, respell = (given) => given }: TableShape) {
    this.#names = names;
    this.#columns = columns;
    this.#respell = respell;
  }

  /** Throws `wrong_type`, `wrong_size`, `missing_column`, `unknown_column`. */
  read(rows: Rows, isStrict: boolean): Table {
    if (Array.isArray(rows)) return this.#readRows(rows as readonly Row[], isStrict);
    if (typeof rows !== 'object' || rows === null || ArrayBuffer.isView(rows)) throw notRows(rows);
    if (isSparse(rows)) {
      const width = this.#columns ?? rows.columns;
      return blockOf(writtenRows(expectSparse(rows, { columns: width }), width));
    }
    if (isDense(rows)) return blockOf(expectDense(rows, { columns: this.#columns ?? widthOf(rows) }));
    return this.#readColumns(rows as Columns, isStrict);
  }

  #readRows(rows: readonly Row[], isStrict: boolean): Table {
    const [first] = rows;
    const isList = Array.isArray(first);
    const names = isList || first === undefined ? undefined : this.#namesOf(rows);
    const width = names?.length ?? this.#columns ?? (isList ? first.length : 0);
    const columns = Array.from({ length: width }, (): GivenCell[] => Array.from({ length: rows.length }));
    rows.forEach((given, row) => {
      if (typeof given !== 'object' || given === null || ArrayBuffer.isView(given)) throw notRow(given, row);
      if (Array.isArray(given) !== isList) {
        const text = `Row ${row + 1} is not of the form of row 1: all rows are lists, or all are objects.`;
        throw new ScoringError('bad_input', text, { row });
      }
      if (isList) fillList(given as readonly unknown[], row, columns);
      else this.#fillObject(this.#respell(given as Cells), row, { names: names ?? [], columns, isStrict });
    });
    return tableOf(columns, rows.length, names);
  }

  /** The model's names; of one that looks for names by itself those of all rows, in the order of their first occurrence. */
  #namesOf(rows: readonly Row[]): readonly string[] {
    if (this.#names !== undefined) return this.#names;
    if (this.#columns === undefined) return [...new Set(rows.flatMap((row) => Object.keys(row ?? {})))];
    const text = `The model file has no names of columns: give each row as a list of ${this.#columns} cells in their order.`;
    throw new ScoringError('unknown_column', text, { row: 0 });
  }

  #fillObject(
    given: Cells,
    row: number,
    { names, columns, isStrict }: { names: readonly string[]; columns: GivenCell[][]; isStrict: boolean },
  ): void {
    if (isStrict && this.#names !== undefined) expectNames(definedNames(given), { wanted: names }, row);
    names.forEach((name, at) => {
      const cell = own(given, name);
      // Only a model that looks for names by itself knows what one that is not there means.
      if (cell !== undefined || this.#names !== undefined) defined(columns[at])[row] = cellOf(cell ?? null, row, name);
    });
  }

  #readColumns(columns: Columns, isStrict: boolean): Table {
    const given = this.#respell(columns);
    const rowCount = expectLength(given);
    const names = this.#names ?? Object.keys(given);
    if (this.#names === undefined && this.#columns !== undefined && names.length !== this.#columns)
      throw wrongWidth(names.length, this.#columns);
    if (isStrict) expectNames(definedNames(given), { wanted: names });
    const cells = names.map((name, column): TableColumn => {
      const list = own(given, name);
      if (list instanceof Float64Array || list instanceof Float32Array)
        return { kind: 'number', values: Float64Array.from(list) };
      const given_ = Array.from({ length: rowCount }, (_none, row) => cellOf(list?.[row] ?? null, row, name));
      return new GivenCells(given_, true, { column, name });
    });
    return withMatrix({ kind: 'mixed', rows: rowCount, cells, names });
  }
}

function fillList(given: readonly unknown[], row: number, columns: GivenCell[][]): void {
  if (given.length !== columns.length) throw wrongWidth(given.length, columns.length, row);
  columns.forEach((column, at) => {
    column[row] = cellOf(given[at], row, at);
  });
}

function cellOf(cell: unknown, row: number, column: string | number): GivenCell {
  if (cell === null || ['number', 'string', 'boolean', 'bigint'].includes(typeof cell)) return cell as GivenCell;
  throw wrongCell(cell, { row, column }, 'a number, a text, a boolean or null');
}

function tableOf(columns: readonly GivenCell[][], rows: number, names: readonly string[] | undefined): Table {
  const cells = columns.map((given, column) => new GivenCells(given, true, { column, name: names?.[column] }));
  return withMatrix(names === undefined ? { kind: 'mixed', rows, cells } : { kind: 'mixed', rows, cells, names });
}

function blockOf({ values, rowCount, columnCount }: ReturnType<typeof expectDense>): Table {
  return { kind: 'matrix', rows: rowCount, columns: columnCount, values: Float64Array.from(values) };
}

const widthOf = ({ columns }: Dense) => columns;

const definedNames = (object: Cells) =>
  Object.entries(object).flatMap(([name, cell]) => (cell === undefined ? [] : [name]));

function wrongWidth(given: number, wanted: number, row?: number): ScoringError {
  const where = row === undefined ? 'The rows have' : `Row ${row + 1} has`;
  return new ScoringError(
    'wrong_size',
    `${where} ${given} cells; the model was trained on ${wanted} columns. Give all of them, null where a cell is missing.`,
    row === undefined ? {} : { row, column: Math.min(given, wanted) },
  );
}
