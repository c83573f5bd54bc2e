import { parseJavaScalar } from '@catenary/scoring/internal/formats';
import {
  type Column,
  ExactLongs,
  type Field,
  type Frame,
  type Schema,
  ScoringError,
} from '@catenary/scoring/internal/frame';
import { javaDoubleText } from '@catenary/scoring/internal/text';
import { defined, present } from '@catenary/scoring/internal/values';

/**
 * A number of a request whose value does not show the text it was written as (`mayLoseNumberText`): `1` and `1.0` are
 * different labels. Other numbers are values alone.
 */
export class WrittenNumber {
  readonly value: number;
  readonly text: string;

  constructor(value: number, text: string) {
    this.value = value;
    this.text = text;
  }
}

/**
 * JSON records, one list of values a row, by position, to a frame. `isNamed`: they were by name, where a text in a list may be null.
 * Throws `bad_input` naming row, column and value.
 */
export function decodeJsonRecords(records: readonly (readonly unknown[])[], schema: Schema, isNamed = false): Frame {
  records.forEach((record, row) => {
    const field = schema.fields[record.length];
    if (field === undefined) return;
    const message = `The record has ${record.length} values, but the schema ${schema.fields.length} (row ${row + 1}, column "${field.name}")`;
    throw new ScoringError('bad_input', message, { row, column: field.name });
  });
  const columns = schema.fields.map((field, at) =>
    decodeColumn(
      records.map((record) => record[at]),
      field,
      isNamed,
    ),
  );
  return { schema, columns, rowCount: records.length };
}

function decodeColumn(cells: readonly unknown[], field: Field, isNamed: boolean): Column {
  cells.forEach((cell, row) => {
    if (cell === null || cell === undefined) throw refuse('null cannot be taken', { cell: null, row, field });
  });
  if (field.type.shape === 'tensor') return decodeVectors(cells, field);
  if (field.type.shape === 'list')
    return { kind: 'value', values: cells.map((cell, row) => decodeList({ cell, row, field }, isNamed)) };
  if (field.type.base === 'string') return { kind: 'string', values: cells.map(textOf) };
  const longs = new ExactLongs();
  const values = Float64Array.from(cells, (cell, row) => {
    const number = field.type.base === 'double' ? numberOf(cell) : undefined;
    if (number !== undefined) return number;
    const text = textOf(cell);
    const value = parseJavaScalar(text, field.type.base);
    if (value === undefined) throw refuse(`For input string: "${text}"`, { cell: text, row, field });
    if (field.type.base === 'long') longs.take(row, value, text);
    return value;
  });
  return { kind: 'number', values, ...present({ longs: longs.longs }) };
}

/** Java's text of a JSON value: integers as written, other numbers as a double, lists as `[a, b]`. */
function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isInteger(cell) ? String(cell) : javaDoubleText(cell);
  if (cell instanceof WrittenNumber) return /[.eE]/.test(cell.text) ? javaDoubleText(cell.value) : cell.text;
  if (Array.isArray(cell)) return `[${cell.map(textOf).join(', ')}]`;
  if (typeof cell !== 'object' || cell === null) return String(cell);
  return `{${Object.entries(cell)
    .map(([key, value]) => `${key}=${textOf(value)}`)
    .join(', ')}}`;
}

const numberOf = (cell: unknown): number | undefined => {
  if (typeof cell === 'number') return cell;
  return cell instanceof WrittenNumber ? cell.value : undefined;
};

function decodeList({ cell, row, field }: CellOfRequest, isNamed: boolean): unknown[] {
  if (!Array.isArray(cell)) throw refuse('Input val is not a list but struct passed is array', { cell, row, field });
  const { base } = field.type;
  return cell.map((item: unknown) => {
    if (base === 'string' && (typeof item === 'string' || (isNamed && item === null))) return item;
    if (base === 'boolean' && typeof item === 'boolean') return item;
    const number = base === 'string' || base === 'boolean' ? undefined : numberOf(item);
    if (number !== undefined) return number;
    throw refuse(`an item of the list is no ${base}`, { cell, row, field });
  });
}

/** Integers in a vector are taken as doubles (AWS's container refuses them). */
function decodeVectors(cells: readonly unknown[], field: Field): Column {
  const rows = cells.map((cell, row) => {
    if (!Array.isArray(cell)) throw refuse('Input val is not a list but struct passed is vector', { cell, row, field });
    return Float64Array.from(cell as unknown[], (item) => {
      const number = numberOf(item);
      if (number !== undefined) return number;
      if (item === 'NaN' || item === 'Infinity' || item === '-Infinity') return Number(item);
      throw refuse('an item of the vector is no number', { cell, row, field });
    });
  });
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((values, row) => {
    starts[row + 1] = defined(starts[row]) + values.length;
  });
  const values = new Float64Array(defined(starts[rows.length]));
  rows.forEach((cell, row) => values.set(cell, starts[row]));
  return { kind: 'vector', values, starts, sizes: Int32Array.from(rows, (cell) => cell.length) };
}

/** A value of the request, and where it stands. */
interface CellOfRequest {
  readonly cell: unknown;
  readonly row: number;
  readonly field: Field;
}

function refuse(what: string, { cell, row, field: { name } }: CellOfRequest): ScoringError {
  const value = asRequested(cell);
  return new ScoringError('bad_input', `${what} (row ${row + 1}, column "${name}")`, { row, column: name, value });
}

/** The value as the request wrote it: a number is no pair of value and text to who reads the error. */
function asRequested(cell: unknown): unknown {
  if (cell instanceof WrittenNumber) return cell.value;
  if (Array.isArray(cell)) return cell.map(asRequested);
  if (typeof cell !== 'object' || cell === null) return cell;
  return Object.fromEntries(Object.entries(cell).map(([key, value]) => [key, asRequested(value)]));
}
