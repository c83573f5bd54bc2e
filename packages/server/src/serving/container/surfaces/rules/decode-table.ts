import { type Frame, ScoringError, scalar } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { exactCellNumber, readCsvCells } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import { isObject } from '../../../../util/is-object.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { namedColumns, placesByName } from '../places-by-name.ts';
import { refusal } from '../refusal.ts';
import { shapeOfFile } from '../shape-of-file.ts';
import type { CellType, CellTypes, ColumnType, RuleCell } from './cell-table.ts';

export const baseTypes = { number: 'double', integer: 'long', text: 'string', boolean: 'boolean' } as const;

/** Rows as they came: lists of cells in the order of the columns. */
interface Rows {
  readonly cells: readonly (readonly unknown[])[];
  readonly origin: 'csv' | 'json' | 'jsonlines';
}

/** The rows of a request as typed columns, or the refusal of its type. Throws `ScoringError` for a cell that does not fit. */
export function decodeTable(request: ContainerRequest, columns: CellTypes): Frame | ContainerAnswer {
  const type = mediaType(request.contentType) ?? 'application/json';
  const decode = own(decoders, type);
  if (decode === undefined)
    return refusal(415, `Content type ${type} is not supported; send ${Object.keys(decoders).join(', ')}.`);
  const { cells, origin } = decode(request, [...columns.keys()]);
  const fields = [...columns].map(([name, column]) => ({
    name,
    type: scalar(baseTypes[column.type], column.nullable),
  }));
  const values = [...columns].map(([name, column], at) =>
    cells.map((row, index) => cellAs(row[at], column, { row: index, column: name })),
  );
  return {
    schema: { fields },
    columns: values.map((each) => ({ kind: 'value', values: each })),
    rowCount: cells.length,
    origin,
  };
}

type Decode = (request: ContainerRequest, names: readonly string[]) => Rows;

const decoders: Readonly<Record<string, Decode>> = {
  'text/csv': decodeCsv,
  'application/json': ({ body }, names) => {
    const value = parse(body.toString('utf8'), 0);
    const list = Array.isArray(value) ? value : [value];
    const isOneRow = list.length > 0 && list.every((cell) => typeof cell !== 'object' || cell === null);
    return {
      cells: isOneRow ? [listOf(list, 0, names)] : list.map((row, at) => listOf(row, at, names)),
      origin: 'json',
    };
  },
  'application/jsonlines': ({ body }, names) => {
    const lines = body
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return { cells: lines.map((line, row) => listOf(parse(line, row), row, names)), origin: 'jsonlines' };
  },
};

function decodeCsv({ body, file }: ContainerRequest, names: readonly string[]): Rows {
  const records = readCsvCells(body.toString('utf8'), shapeOfFile(file));
  const named = namedColumns(file);
  const places = named === undefined ? undefined : placesByName(named, names, 'passed over');
  const cells = records.map((record, row) => {
    if (places === undefined && record.length !== names.length) throw wrongWidth(row, record.length, names.length);
    const given = record.map(({ text, isQuoted }) => (text === '' && !isQuoted ? null : text));
    return places === undefined ? given : places.map((place) => defined(given[place]));
  });
  return { cells, origin: 'csv' };
}

function listOf(row: unknown, at: number, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(row)) {
    if (row.length !== names.length) throw wrongWidth(at, row.length, names.length);
    return row;
  }
  if (!isObject(row))
    throw new ScoringError('bad_input', `Row ${at + 1} is neither an object nor a list.`, { row: at });
  return names.map((name) => {
    const cell = own(row, name);
    if (cell !== undefined) return cell;
    throw new ScoringError('missing_column', `Row ${at + 1} lacks the column "${name}".`, { row: at, column: name });
  });
}

const wrongWidth = (row: number, found: number, wanted: number) =>
  new ScoringError('wrong_size', `Row ${row + 1} has ${found} cells; the rules take ${wanted} columns.`, { row });

function parse(text: string, row: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ScoringError('bad_input', 'The body is no JSON.', { row });
  }
}

interface Place {
  readonly row: number;
  readonly column: string;
}

/** CSV's cells are texts, whatever they mean; JSON's are of their own types. */
function cellAs(cell: unknown, { type, nullable }: ColumnType, place: Place): RuleCell {
  if (cell === null) {
    if (nullable) return null;
    throw refuseCell(cell, 'is missing', place);
  }
  const value = readers[type](cell);
  if (value === undefined) throw refuseCell(cell, `is no ${type}`, place);
  return value;
}

const readers: Readonly<Record<CellType, (cell: unknown) => RuleCell | undefined>> = {
  number: numberOf,
  integer: (cell) => {
    const value = numberOf(cell);
    return Number.isSafeInteger(value) ? value : undefined;
  },
  text: (cell) => (typeof cell === 'object' ? undefined : String(cell)),
  boolean: (cell) => (cell === 'true' || cell === true ? true : cell === 'false' || cell === false ? false : undefined),
};

function numberOf(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell;
  const value = typeof cell === 'string' ? exactCellNumber(cell) : undefined;
  return typeof value === 'bigint' ? Number(value) : value;
}

function refuseCell(cell: unknown, what: string, { row, column }: Place): ScoringError {
  const shown = (JSON.stringify(cell) ?? 'nothing').slice(0, 80);
  return new ScoringError('wrong_type', `Row ${row + 1}, column "${column}": ${shown} ${what}.`, {
    row,
    column,
    value: cell,
  });
}
