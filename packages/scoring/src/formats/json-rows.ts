import type { Column } from '../frame/column.ts';
import type { DataType } from '../frame/data-type.ts';
import { ExactLongs } from '../frame/exact-longs.ts';
import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import { isTensor } from '../frame/tensor.ts';
import { ScoringError } from '../scoring-error.ts';
import { javaDoubleText, shortestFloat } from '../text/java-double-text.ts';
import { mayLoseNumberText } from '../text/may-lose-number-text.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { present } from '../util/present.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Longest text of a 64-bit integer. */
const MAX_LONG = 20;

/** Largest vector that is read. */
const MAX_VECTOR = 2 ** 28;

/** A whole number that was written with a point or an exponent: `1.0` is another label than `1`. */
class WrittenDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Whether a cell of a parsed row is a whole number that was written as a double. */
export function isWrittenDouble(cell: unknown): boolean {
  return cell instanceof WrittenDouble;
}

/** Parses one line of row JSON for `decodeJsonRows`: whole numbers that no double is are bigints. Throws `SyntaxError`. */
export function parseJsonRow(line: string): unknown {
  return JSON.parse(line, mayLoseNumberText(line) ? keepWritten : undefined);
}

function keepWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value;
  const source = context?.source ?? '';
  if (/[.eE]/.test(source)) return new WrittenDouble(value);
  return Number.isSafeInteger(value) || source.length > MAX_LONG ? value : BigInt(source);
}

/**
 * Parsed lines (`parseJsonRow`), one object by column name each, to a frame. Numbers may be the texts "NaN", "Infinity", "-Infinity";
 * a vector is `{"type":"dense","values"}`, `{"type":"sparse","size","indices","values"}` or an array; an absent key is
 * null. Throws `bad_input` naming row and column.
 */
export function decodeJsonRows(rows: readonly unknown[], schema: Schema): Frame {
  const objects = rows.map((row, at) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as JsonObject;
    throw new ScoringError('bad_input', `Row ${at + 1} is no JSON object.`, { row: at });
  });
  const columns = schema.fields.map(({ name, type }) =>
    decodeColumn(
      objects.map((row) => own(row, name) ?? null),
      type,
      name,
    ),
  );
  return { schema, columns, rowCount: rows.length };
}

/** A scored frame as one value a row: `{row, output}`, `{row, skipped: true}` or `{row, error}`; write them with `JSON.stringify`. */
export function encodeJsonRows(frame: Frame): unknown[] {
  return Array.from({ length: frame.rowCount }, (_, row) => {
    const rejection = frame.rejections?.get(row);
    if (rejection !== undefined) {
      return rejection.kind === 'skipped' ? { row, skipped: true } : { row, error: rejection.error.message };
    }
    const output = frame.schema.fields.map(({ name, type }, at) => [
      name,
      encodeCell(defined(frame.columns[at]), type, row),
    ]);
    return { row, output: Object.fromEntries(output) as JsonObject };
  });
}

function decodeColumn(cells: readonly unknown[], type: DataType, name: string): Column {
  const refuse = (row: number) =>
    new ScoringError(
      'bad_input',
      `Row ${row + 1}, column "${name}": ${JSON.stringify(shown(cells[row]))?.slice(0, 100)} is not what it should be.`,
      {
        row,
        column: name,
        value: shown(cells[row]),
      },
    );
  if (type.shape === 'tensor' && (type.dimensions?.length ?? 1) === 1 && type.base === 'double')
    return decodeVectors(cells, refuse);
  if (type.shape !== 'scalar' || type.base === 'byte_string') {
    const isNumeric = type.base !== 'string' && type.base !== 'byte_string';
    return {
      kind: 'value',
      values: cells.map((cell, row) => (isNumeric ? readItems(cell, row, refuse) : cell)),
    };
  }
  if (type.base === 'string') return { kind: 'string', values: cells.map((cell) => textOf(cell)) };
  const narrow = type.base === 'float' ? Math.fround : (value: number) => value;
  const values = new Float64Array(cells.length);
  const nulls = new Uint8Array(cells.length);
  const longs = new ExactLongs();
  cells.forEach((cell, row) => {
    if (cell === null) nulls[row] = 1;
    else values[row] = narrow(decodeNumber(cell, row, refuse));
    if (typeof cell === 'bigint' && type.base === 'long') longs.take(row, Number(cell), cell);
  });
  return { kind: 'number', values, ...present({ nulls: nulls.includes(1) ? nulls : undefined, longs: longs.longs }) };
}

/** JSON has no bigints, but their digits. */
const shown = (cell: unknown): unknown => (typeof cell === 'bigint' ? String(cell) : cell);

/** Lists and maps of numbers with their items read; anything else as it is. */
function readItems(cell: unknown, row: number, refuse: Refuse): unknown {
  if (typeof cell !== 'object' || cell === null) return cell;
  if (Array.isArray(cell)) return decodeNumbers(cell, row, refuse);
  const entries = Object.entries(cell).map(([key, value]) => [
    key,
    value === null ? null : decodeNumber(value, row, refuse),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

type Refuse = (row: number) => ScoringError;

/** A string column takes other scalars by their Java text: an integer literal as it is, other numbers with a point. */
function textOf(cell: unknown): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? String(cell) : javaDoubleText(cell);
  if (cell instanceof WrittenDouble) return javaDoubleText(cell.value);
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

function decodeNumber(cell: unknown, row: number, refuse: Refuse): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  if (cell instanceof WrittenDouble) return cell.value;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (cell === 'NaN' || cell === 'Infinity' || cell === '-Infinity') return Number(cell);
  throw refuse(row);
}

function decodeNumbers(cells: readonly unknown[], row: number, refuse: Refuse): number[] {
  return cells.map((cell) => decodeNumber(cell, row, refuse));
}

interface VectorCell {
  readonly size: number;
  readonly values: readonly number[];
  readonly indices?: readonly number[];
}

function readVector(cell: unknown, row: number, refuse: Refuse): VectorCell {
  if (Array.isArray(cell)) return { size: cell.length, values: decodeNumbers(cell, row, refuse) };
  const { type, size, values, indices } = cell as JsonObject;
  if (!Array.isArray(values)) throw refuse(row);
  const numbers = decodeNumbers(values, row, refuse);
  if (type !== 'sparse' && indices === undefined) return { size: numbers.length, values: numbers };
  if (
    !Array.isArray(indices) ||
    indices.length !== numbers.length ||
    !Number.isSafeInteger(size) ||
    (size as number) > MAX_VECTOR
  )
    throw refuse(row);
  let last = -1;
  for (const index of indices) {
    if (!Number.isInteger(index) || (index as number) <= last || (index as number) >= (size as number))
      throw refuse(row);
    last = index as number;
  }
  return { size: size as number, values: numbers, indices: indices as number[] };
}

function decodeVectors(cells: readonly unknown[], refuse: Refuse): Column {
  const empty: VectorCell = { size: 0, values: [] };
  const rows = cells.map((cell, row) => {
    if (cell !== null && typeof cell !== 'object') throw refuse(row);
    return cell === null ? empty : readVector(cell, row, refuse);
  });
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((cell, row) => {
    starts[row + 1] = defined(starts[row]) + cell.values.length;
  });
  const values = new Float64Array(defined(starts[rows.length]));
  const indices = new Int32Array(defined(starts[rows.length]));
  rows.forEach((cell, row) => {
    values.set(cell.values, starts[row]);
    if (cell.indices !== undefined) indices.set(cell.indices, starts[row]);
  });
  const sparse = Uint8Array.from(rows, (cell) => (cell.indices === undefined ? 0 : 1));
  const isSparse = sparse.includes(1);
  const nulls = Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0));
  return {
    kind: 'vector',
    values,
    starts,
    sizes: Int32Array.from(rows, (cell) => cell.size),
    ...present({
      indices: isSparse ? indices : undefined,
      sparse: isSparse ? sparse : undefined,
      nulls: nulls.includes(1) ? nulls : undefined,
    }),
  };
}

function encodeCell(column: Column, type: DataType, row: number): unknown {
  if (column.kind === 'string') return column.values[row];
  if (column.kind === 'value') return encodeValue(column.values[row]);
  if (column.nulls !== undefined && column.nulls[row] !== 0) return null;
  if (column.kind === 'number') {
    const value = defined(column.values[row]);
    if (type.base === 'boolean') return value !== 0;
    return encodeNumber(type.base === 'float' && Number.isFinite(value) && value !== 0 ? shortestFloat(value) : value);
  }
  const values = Array.from(column.values.subarray(column.starts[row], column.starts[row + 1]), encodeNumber);
  if (column.sparse === undefined || column.sparse[row] === 0) return { type: 'dense', values };
  const indices = Array.from((column.indices as Int32Array).subarray(column.starts[row], column.starts[row + 1]));
  return { type: 'sparse', size: column.sizes[row], indices, values };
}

function encodeNumber(value: number): unknown {
  return Number.isFinite(value) ? value : String(value);
}

function encodeValue(value: unknown): unknown {
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item) => encodeValue(item));
  if (isTensor(value)) {
    return {
      type: 'dense',
      shape: value.dimensions,
      values: Array.from(value.values as readonly number[], encodeNumber),
    };
  }
  return value;
}
