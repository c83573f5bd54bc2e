import type { DenseRows, FeatureRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { expectDense, expectSparse } from './expect-dense.ts';
import { expectNames } from './expect-names.ts';
import { type CellPlace, readNumber, wrongCell } from './read-number.ts';
import type { Respell } from './respell.ts';
import type { Columns, Row, Rows } from './rows.ts';
import { isDense, isSparse } from './slice-rows.ts';
import { wrongType } from './wrong-type.ts';

/** Reads the cells of one column; `isNamed` if they come by name. */
export type ReadCell = (cell: unknown, place: CellPlace, isNamed: boolean) => number;

/** What a model of numbers takes. */
export interface MatrixShape {
  /** The columns in their order. */
  readonly names: readonly string[];
  /** Names that rows need not have. */
  readonly optional?: ReadonlySet<string>;
  /** How the cells of a column are read, for those that are not plain numbers. */
  readonly cells?: ReadonlyMap<number, ReadCell>;
  /** Puts names into the model's spelling. */
  readonly respell?: Respell | undefined;
}

/** Rows in any form as numbers, a column for each of the model's. */
export class MatrixReader {
  readonly #shape: MatrixShape;
  readonly #names: readonly string[];
  readonly #needed: readonly string[];
  readonly #readers: readonly (ReadCell | undefined)[];

  constructor(shape: MatrixShape) {
    this.#shape = shape;
    this.#names = shape.names;
    this.#needed = shape.names.filter((name) => shape.optional?.has(name) !== true);
    this.#readers = shape.names.map((_name, at) => shape.cells?.get(at));
  }

  /** Throws `wrong_type`, `wrong_size`, `missing_column`, `unknown_column`. */
  read(rows: Rows, isStrict: boolean): FeatureRows {
    if (Array.isArray(rows)) return this.#readRows(rows as readonly Row[], isStrict);
    if (typeof rows !== 'object' || rows === null || ArrayBuffer.isView(rows)) throw notRows(rows);
    const width = { columns: this.#names.length, isLoose: !isStrict };
    if (isSparse(rows)) return expectSparse(rows, width);
    if (isDense(rows)) return expectDense(rows, width);
    return this.#readColumns(rows as Columns, isStrict);
  }

  #readRows(rows: readonly Row[], isStrict: boolean): DenseRows {
    const width = this.#names.length;
    const values = new Float64Array(rows.length * width);
    for (let row = 0; row < rows.length; row++) {
      const given = rows[row];
      if (Array.isArray(given)) this.#readList(given, row, values);
      else if (typeof given === 'object' && given !== null && !ArrayBuffer.isView(given))
        this.#readObject(given as Readonly<Record<string, unknown>>, row, { values, isStrict });
      else throw notRow(given, row);
    }
    return { kind: 'dense', values, rowCount: rows.length, columnCount: width };
  }

  #readList(given: readonly unknown[], row: number, values: Float64Array): void {
    const width = this.#names.length;
    if (given.length !== width) {
      const text = `Row ${row + 1} has ${given.length} cells; the model was trained on ${width} columns. Give all of them, null where a cell is missing.`;
      throw new ScoringError('wrong_size', text, { row, column: Math.min(given.length, width) });
    }
    for (let at = 0; at < width; at++) {
      const cell = given[at];
      const read = this.#readers[at];
      const place = row * width + at;
      if (read !== undefined) values[place] = read(cell, { row, column: at }, false);
      else values[place] = typeof cell === 'number' ? cell : readNumber(cell, { row, column: at });
    }
  }

  #readObject(
    given: Readonly<Record<string, unknown>>,
    row: number,
    { values, isStrict }: { values: Float64Array; isStrict: boolean },
  ): void {
    const names = this.#names;
    const start = row * names.length;
    const object = this.#shape.respell?.(given) ?? given;
    let found = 0;
    for (let at = 0; at < names.length; at++) {
      const cell = own(object, defined(names[at]));
      if (cell !== undefined) found++;
      else if (isStrict) this.#expectNames(definedNames(object), row);
      values[start + at] = this.#readNamed(cell, at, row);
    }
    if (isStrict && (found < names.length || Object.keys(object).length !== names.length))
      this.#expectNames(definedNames(object), row);
  }

  /** A cell that is not there is missing: its column need not be there, or names are not checked. */
  #readNamed(cell: unknown, at: number, row: number): number {
    if (typeof cell === 'number' && this.#readers[at] === undefined) return cell;
    const place = { row, column: defined(this.#names[at]) };
    const isLeftOut = cell === undefined && this.#shape.optional?.has(place.column) === true;
    const read = isLeftOut ? undefined : this.#readers[at];
    return read === undefined ? readNumber(cell ?? null, place) : read(cell ?? null, place, true);
  }

  #readColumns(given: Columns, isStrict: boolean): DenseRows {
    const names = this.#names;
    const columns = this.#shape.respell?.(given) ?? given;
    if (isStrict) this.#expectNames(definedNames(columns));
    const rowCount = expectLength(columns);
    const values = new Float64Array(rowCount * names.length);
    names.forEach((name, at) => {
      const cells = own(columns, name);
      for (let row = 0; row < rowCount; row++) {
        const cell = cells?.[row];
        if (cell === undefined && cells !== undefined) throw wrongCell(cell, { row, column: name }, 'a cell or null');
        values[row * names.length + at] = this.#readNamed(cell, at, row);
      }
    });
    return { kind: 'dense', values, rowCount, columnCount: names.length };
  }

  #expectNames(given: readonly string[], row?: number): void {
    expectNames(given, { wanted: this.#needed, known: this.#names }, row);
  }
}

/** A name with an undefined cell is none that is there. */
const definedNames = (object: Readonly<Record<string, unknown>>) =>
  Object.entries(object).flatMap(([name, cell]) => (cell === undefined ? [] : [name]));

/** How many cells the columns have. Throws `wrong_type`, `wrong_size`. */
export function expectLength(columns: Columns): number {
  let rowCount: number | undefined;
  for (const [name, cells] of Object.entries(columns)) {
    if (!Array.isArray(cells) && !(cells instanceof Float64Array) && !(cells instanceof Float32Array)) {
      const expected = 'a Float64Array, a Float32Array or a list';
      throw wrongType(`Column ${JSON.stringify(name)}`, cells, { column: name, expected });
    }
    rowCount ??= cells.length;
    if (cells.length === rowCount) continue;
    const text = `Column ${JSON.stringify(name)} has ${cells.length} cells, the first column has ${rowCount}.`;
    throw new ScoringError('wrong_size', text, { column: name });
  }
  return rowCount ?? 0;
}

/** An error about what is no form of rows. */
export function notRows(given: unknown): ScoringError {
  const expected = 'a list of objects or lists, columns by name, { values, columns }, or sparse rows';
  return wrongType('What is given as rows', given, { expected });
}

/** An error about what is no row. */
export function notRow(given: unknown, row: number): ScoringError {
  return wrongType(`Row ${row + 1}`, given, { row, expected: 'an object by column name or a list of cells' });
}
