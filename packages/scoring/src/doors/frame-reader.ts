import { decodeJsonRows } from '../formats/json-rows.ts';
import type { Column } from '../frame/column.ts';
import { type DataType, describeType } from '../frame/data-type.ts';
import { ExactLongs } from '../frame/exact-longs.ts';
import type { Frame } from '../frame/frame.ts';
import type { Field, Schema } from '../frame/schema.ts';
import { ScoringError } from '../scoring-error.ts';
import { own } from '../util/own.ts';
import { present } from '../util/present.ts';
import { expectDense } from './expect-dense.ts';
import { expectNames } from './expect-names.ts';
import { expectLength, notRow, notRows } from './matrix-reader.ts';
import { type CellPlace, readNumber, wrongCell } from './read-number.ts';
import type { Columns, Row, Rows } from './rows.ts';
import { isDense, isSparse } from './slice-rows.ts';

type Cells = Readonly<Record<string, unknown>>;

/** Rows in any form as a frame of one schema. */
export class FrameReader {
  readonly #schema: Schema;
  readonly #names: readonly string[];
  readonly #known: readonly string[];

  /** `known`: names of columns that may be there besides. */
  constructor(schema: Schema, known: readonly string[]) {
    this.#schema = schema;
    this.#names = schema.fields.map(({ name }) => name);
    this.#known = [...new Set([...this.#names, ...known])];
  }

  /** Throws `wrong_type`, `wrong_size`, `missing_column`, `unknown_column`. */
  read(rows: Rows, isStrict: boolean): Frame {
    if (Array.isArray(rows)) return this.#readRows(rows as readonly Row[], isStrict);
    if (typeof rows !== 'object' || rows === null || ArrayBuffer.isView(rows)) throw notRows(rows);
    if (isSparse(rows)) throw new ScoringError('wrong_type', 'A pipeline takes columns by name, not sparse rows.');
    if (!isDense(rows)) return this.#readColumns(rows as Columns, isStrict);
    const { values, rowCount, columnCount } = expectDense(rows, { columns: this.#names.length });
    const columns = this.#schema.fields.map((field, at) =>
      columnOf(
        Array.from({ length: rowCount }, (_none, row) => values[row * columnCount + at]),
        field,
      ),
    );
    return { schema: this.#schema, columns, rowCount };
  }

  /** What the model before it in a chain has made: columns of the same type as they are, others cell by cell. */
  #readRows(rows: readonly Row[], isStrict: boolean): Frame {
    const objects = rows.map((given, row) => this.#objectOf(given, row, isStrict));
    const columns = this.#schema.fields.map((field) =>
      columnOf(
        objects.map((object) => own(object, field.name) ?? null),
        field,
      ),
    );
    return { schema: this.#schema, columns, rowCount: rows.length };
  }

  #objectOf(given: unknown, row: number, isStrict: boolean): Cells {
    if (typeof given !== 'object' || given === null || ArrayBuffer.isView(given)) throw notRow(given, row);
    if (Array.isArray(given)) return this.#named(given, row);
    if (isStrict) this.#expectOwnNames(given as Cells, row);
    return given as Cells;
  }

  /** The usual case, all of the names and no other, is found out without a list of names that are there. */
  #expectOwnNames(given: Cells, row: number): void {
    const names = Object.keys(given);
    if (names.length === this.#names.length && this.#names.every((name) => own(given, name) !== undefined)) return;
    const there = names.filter((name) => own(given, name) !== undefined);
    expectNames(there, { wanted: this.#names, known: this.#known }, row);
  }

  #named(given: readonly unknown[], row: number): Cells {
    if (given.length === this.#names.length)
      return Object.fromEntries(this.#names.map((name, at) => [name, given[at]]));
    const text = `Row ${row + 1} has ${given.length} cells; the pipeline takes the columns ${this.#names.join(', ')}.`;
    throw new ScoringError('wrong_size', text, { row });
  }

  #readColumns(given: Columns, isStrict: boolean): Frame {
    const rowCount = expectLength(given);
    const names = Object.entries(given).flatMap(([name, cells]) => (cells === undefined ? [] : [name]));
    if (isStrict) expectNames(names, { wanted: this.#names, known: this.#known });
    const columns = this.#schema.fields.map((field) => {
      const cells = own(given, field.name);
      if (cells instanceof Float64Array && isDouble(field.type)) return { kind: 'number' as const, values: cells };
      return columnOf(cells === undefined ? Array.from({ length: rowCount }, () => null) : Array.from(cells), field);
    });
    return { schema: this.#schema, columns, rowCount };
  }
}

const isDouble = ({ base, shape }: DataType) => base === 'double' && shape === 'scalar';

function columnOf(cells: readonly unknown[], field: Field): Column {
  const { base, shape } = field.type;
  if (shape === 'scalar' && base === 'string' && cells.every((cell) => cell === null || typeof cell === 'string'))
    return { kind: 'string', values: cells };
  if (shape === 'scalar' && base !== 'string' && base !== 'byte_string') return numberColumn(cells, field);
  const read = readerOf(field.type);
  const rows = cells.map((cell, row) => ({
    [field.name]: cell === null ? null : read(cell, { row, column: field.name }),
  }));
  const [column] = decodeJsonRows(rows, { fields: [field] }).columns;
  if (column === undefined) throw new RangeError(`no column ${field.name}`);
  return column;
}

function numberColumn(cells: readonly unknown[], { name, type }: Field): Column {
  const values = new Float64Array(cells.length);
  const longs = new ExactLongs();
  let nulls: Uint8Array | undefined;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell === null) {
      nulls ??= new Uint8Array(cells.length);
      nulls[row] = 1;
    } else if (typeof cell === 'bigint' && type.base === 'long') {
      values[row] = Number(cell);
      longs.take(row, Number(cell), cell);
    } else {
      const number = typeof cell === 'number' ? cell : readNumber(cell, { row, column: name });
      values[row] = type.base === 'float' ? Math.fround(number) : number;
    }
  }
  return { kind: 'number', values, ...present({ nulls, longs: longs.longs }) };
}

/** Cells as the decoder of JSON takes them; it reads what is inside of lists, maps and vectors. */
function readerOf(type: DataType): (cell: unknown, place: CellPlace) => unknown {
  if (type.shape === 'scalar' && type.base === 'string') return readText;
  return (cell, place) => {
    if (typeof cell === 'object' && cell !== null) return plain(cell);
    throw wrongCell(cell, place, describeType(type));
  };
}

/** A text column takes other scalars by their text, as Spark's casts write them. */
function readText(cell: unknown, place: CellPlace): unknown {
  if (typeof cell === 'bigint') return String(cell);
  if (['string', 'number', 'boolean'].includes(typeof cell)) return cell;
  throw wrongCell(cell, place, 'a text');
}

/** Typed arrays as lists. */
function plain(cell: object): object {
  if (ArrayBuffer.isView(cell)) return Array.from(cell as Float64Array);
  if ('indices' in cell && 'values' in cell && 'size' in cell) {
    const { size, indices, values } = cell as { size: number; indices: ArrayLike<number>; values: ArrayLike<number> };
    return { type: 'sparse', size, indices: Array.from(indices), values: Array.from(values) };
  }
  return cell;
}
