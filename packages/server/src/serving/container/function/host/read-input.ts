import { mediaType, mediaTypeParameters } from '../../../../contract/media-type.ts';
import type { Cell, Columns, InputForms, Row } from '../function-module.ts';
import { namesFor } from './names-for.ts';
import { type CsvReader, readCsvRows } from './read-csv-rows.ts';
import { Refused } from './refused.ts';
import { rowMaker } from './row-maker.ts';

/** How bodies become what a function takes. */
export interface InputRules {
  readonly form: keyof InputForms;
  /** Names of the columns of CSV without a header. */
  readonly columns: readonly string[] | undefined;
  readonly readCsv: CsvReader;
}

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
  if (type === 'text/csv') {
    const hasHeader = mediaTypeParameters(contentType ?? '').get('header') === 'present';
    return readCsvRows(text, { hasHeader, names: rules.columns, readCsv: rules.readCsv });
  }
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

function jsonRows(value: unknown, rules: InputRules): Row[] {
  const list = Array.isArray(value) ? value : [value];
  const isOneRow = list.length > 0 && list.every((cell) => typeof cell !== 'object' || cell === null);
  return isOneRow ? [asRow(list, 0, rules)] : list.map((row, at) => asRow(row, at, rules));
}

function asRow(value: unknown, row: number, rules: InputRules): Row {
  if (Array.isArray(value)) {
    const names = namesFor(rules.columns, value.length);
    return rowMaker(names.slice(0, value.length))((at) => value[at]);
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
