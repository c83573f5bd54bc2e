import { type CsvCell, readCsvCells } from '../codec/csv-cells.ts';
import { readLibsvmRows } from '../codec/libsvm-rows.ts';
import { parsePythonFloat } from '../codec/python-float.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Cells, Table } from '../sklearn/table.ts';
import type { ModelFile, ModelInput } from './model-file.ts';

export type InputFormat = 'csv' | 'jsonl' | 'libsvm';

export interface ReadInputOptions {
  readonly format: InputFormat;
  /** The first record of CSV is the names of the columns. */
  readonly hasHeader: boolean;
}

/**
 * The rows of a text, as the model takes them. An empty cell is missing. A column is numbers if every cell of it is one
 * (`True` and `False` count as 1 and 0), else texts; of a model over texts it is always texts.
 * JSON Lines hold an array, or an object by column name, a line. Throws `ScoringError` `bad_input` with the row.
 */
export function readInput(text: string, options: ReadInputOptions, model: Pick<ModelFile, 'takesTexts'>): ModelInput {
  if (options.format === 'libsvm') return readLibsvmRows(text);
  if (options.format === 'jsonl') return readJsonRows(text);
  const records = readCsvCells(text);
  const names = options.hasHeader ? records.shift()?.map((cell) => cell.text) : undefined;
  const width = names?.length ?? records[0]?.length ?? 0;
  const isTexts = model.takesTexts && width === 1;
  const cells = Array.from({ length: width }, (_none, column) =>
    isTexts ? textCells(records, column) : typedCells(records, column),
  );
  return tableOf(cells, records.length, names);
}

function tableOf(cells: readonly Cells[], rows: number, names: readonly string[] | undefined): Table {
  const named = names === undefined ? {} : { names };
  if (!cells.every((column) => column.kind === 'number')) return { kind: 'mixed', rows, cells, ...named };
  const values = new Float64Array(rows * cells.length);
  cells.forEach((column, at) => {
    for (let row = 0; row < rows; row++) values[row * cells.length + at] = column.values[row] as number;
  });
  const texts = cells.map((column) => column.textOf);
  const isText = texts.length > 0 && texts.every((textOf) => textOf !== undefined);
  const kept = isText ? { textOf: (row: number, column: number) => texts[column](row) } : {};
  return { kind: 'matrix', rows, columns: cells.length, values, ...named, ...kept };
}

const textCells = (records: readonly CsvCell[][], column: number): Cells => ({
  kind: 'string',
  values: records.map((record) => record[column].text),
});

function typedCells(records: readonly CsvCell[][], column: number): Cells {
  const values = new Float64Array(records.length);
  for (let row = 0; row < records.length; row++) {
    const number = numberOf(records[row][column].text);
    if (number === undefined) {
      return {
        kind: 'string',
        values: records.map((record) => (record[column].text === '' ? null : record[column].text)),
      };
    }
    values[row] = number;
  }
  return { kind: 'number', values, textOf: (row) => records[row][column].text };
}

function numberOf(text: string): number | undefined {
  if (text === '') return Number.NaN;
  if (text === 'True' || text === 'False') return text === 'True' ? 1 : 0;
  return parsePythonFloat(text);
}

function readJsonRows(text: string): Table {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseRow);
  return jsonTable(rows);
}

/**
 * Rows as JSON has them, all arrays or all objects by column name: null, and a name that an object lacks, is missing. Throws
 * `bad_input` with the row.
 */
export function jsonTable(rows: readonly JsonRow[]): Table {
  const [first] = rows;
  const names = first === undefined || Array.isArray(first) ? undefined : namesOf(rows);
  const width = names?.length ?? (first as unknown[] | undefined)?.length ?? 0;
  const cells = Array.from({ length: width }, (_none, column) =>
    jsonCells(rows.map((row, at) => cellAt(row, names?.[column], column, at, width))),
  );
  return tableOf(cells, rows.length, names);
}

/** The names of all rows, in the order they come up. */
function namesOf(rows: readonly JsonRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) if (!Array.isArray(row)) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

export type JsonRow = readonly unknown[] | Readonly<Record<string, unknown>>;

function parseRow(line: string, row: number): JsonRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ScoringError('bad_input', `Row ${row} is no JSON: ${line.slice(0, 80)}`, { row });
  }
  if (typeof value === 'object' && value !== null) return value as JsonRow;
  return [value];
}

function cellAt(row: JsonRow, name: string | undefined, column: number, at: number, width: number): unknown {
  if (Array.isArray(row) !== (name === undefined) || (Array.isArray(row) && row.length !== width)) {
    throw new ScoringError('bad_input', `Row ${at} is not of the shape of row 0.`, { row: at });
  }
  return name === undefined ? (row as unknown[])[column] : (row as Record<string, unknown>)[name];
}

function jsonCells(values: readonly unknown[]): Cells {
  if (values.some((value) => typeof value === 'string' && !/^(NaN|-?Infinity)$/.test(value))) {
    return { kind: 'string', values: values.map((value) => (value == null ? null : String(value))) };
  }
  return { kind: 'number', values: Float64Array.from(values, (value) => (value == null ? Number.NaN : Number(value))) };
}
