import { mediaType, mediaTypeParameters } from '../../../../contract/media-type.ts';
import type { Cell, Columns, InputForms, Row } from '../function-module.ts';
import { Refused } from './refused.ts';

/** As much of the library as is used: it is imported by its address, since links to it may not be there. */
export type CsvReader = (text: string) => readonly (readonly { readonly text: string; readonly isQuoted: boolean }[])[];

/** How bodies become what a function takes. */
export interface InputRules {
  readonly form: keyof InputForms;
  /** Names of the columns of CSV without a header. */
  readonly columns: readonly string[] | undefined;
  readonly readCsv: CsvReader;
}

/** A number as CSV has it; anything else is text. */
const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** What `invoke` is given. Throws `Refused` for a body that is not what its Content-Type says. */
export function readInput(body: Buffer, contentType: string | undefined, rules: InputRules): unknown {
  if (rules.form === 'bytes') return body;
  if (rules.form === 'json') return parse(body.toString('utf8'), '');
  const rows = readRows(body, contentType, rules);
  return rules.form === 'rows' ? rows : asColumns(rows);
}

function readRows(body: Buffer, contentType: string | undefined, rules: InputRules): Row[] {
  const type = mediaType(contentType) ?? 'application/json';
  const text = body.toString('utf8');
  if (type === 'text/csv') return csvRows(text, mediaTypeParameters(contentType ?? '').get('header'), rules);
  if (type === 'application/json') return jsonRows(parse(text, ''), rules);
  if (type === 'application/jsonlines') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line, row) => asRow(parse(line, ` in line ${row + 1}`), row, rules));
  }
  throw new Refused(
    `Content type ${type} is not read as rows; send text/csv, application/json or application/jsonlines, or let the function take bytes.`,
    415,
  );
}

function csvRows(text: string, header: string | undefined, rules: InputRules): Row[] {
  const records = rules.readCsv(text);
  const named = header === 'present' ? records[0]?.map((cell) => cell.text) : rules.columns;
  const rows = header === 'present' ? records.slice(1) : records;
  const names = namesFor(named, rows[0]?.length ?? 0);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [names[at] ?? '', cellOf(cell)])));
}

function cellOf({ text, isQuoted }: { readonly text: string; readonly isQuoted: boolean }): Cell {
  if (isQuoted) return text;
  if (number.test(text)) return Number(text);
  return text === '' ? null : text;
}

/** Throws `Refused` if there are names, and not as many as cells. */
function namesFor(names: readonly string[] | undefined, width: number): readonly string[] {
  if (names === undefined) return Array.from({ length: width }, (_none, at) => `column-${at}`);
  if (names.length === width || width === 0) return names;
  throw new Refused(`The rows have ${width} cells, and the function names ${names.length} columns.`);
}

function jsonRows(value: unknown, rules: InputRules): Row[] {
  const list = Array.isArray(value) ? value : [value];
  const isOneRow = list.length > 0 && list.every((cell) => typeof cell !== 'object' || cell === null);
  return isOneRow ? [asRow(list, 0, rules)] : list.map((row, at) => asRow(row, at, rules));
}

function asRow(value: unknown, row: number, rules: InputRules): Row {
  if (Array.isArray(value)) {
    const names = namesFor(rules.columns, value.length);
    return Object.fromEntries(value.map((cell: Cell, at) => [names[at] ?? '', cell]));
  }
  if (typeof value === 'object' && value !== null) return value as Row;
  throw new Refused(`Row ${row + 1} is neither an object nor a list.`);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(`The body is no JSON${where}.`);
  }
}

/** Of the names of the first row. */
function asColumns(rows: readonly Row[]): Columns {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => new Map(Object.entries(row)));
  const columns = names.map((name) => [name, asColumn(cells.map((row) => row.get(name) ?? null))] as const);
  return { names, columns: Object.fromEntries(columns), rowCount: rows.length };
}

const asColumn = (cells: readonly Cell[]) =>
  cells.every((cell) => typeof cell === 'number') ? Float64Array.from(cells) : cells;
