import { type CsvCell, pandasNames, readCsvCells } from '../formats/csv/csv-cells.ts';
import { readLibsvmRows } from '../formats/libsvm-rows.ts';
import { type GivenCell, GivenCells, notNumber, refuseCell } from '../frame/given-cells.ts';
import { newMatrix, type Table } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import { jsonAdvice } from '../text/advice.ts';
import { cellNumber, type NumberRules } from '../text/cell-number.ts';
import { defined } from '../util/defined.ts';
import { type InputRules, type JsonRow, jsonTable, parseModelJson } from './json-table.ts';
import type { ModelInput } from './model-file.ts';
import { withMatrix } from './with-matrix.ts';

export type InputFormat = 'csv' | 'jsonl' | 'libsvm';

export interface ReadInputOptions {
  readonly format: InputFormat;
  /** The first record of CSV is the names of the columns. */
  readonly hasHeader: boolean;
}

/**
 * The rows of a text, as the model takes them. The model decides what a cell of CSV is: a number (see `cellNumber`) for
 * a model of numbers only, else the type that it uses. No row affects another one. JSON Lines hold an array, or an
 * object by column name, a line. Throws `ScoringError` `bad_input`, `wrong_type` with the row.
 */
export function readInput(text: string, options: ReadInputOptions, model: InputRules): ModelInput {
  if (options.format === 'libsvm') return readLibsvmRows(text);
  if (options.format === 'jsonl') return readJsonLines(text, model);
  const records = readCsvCells(text);
  const names = options.hasHeader ? records.shift()?.map((cell) => cell.text) : undefined;
  return csvTable(
    records,
    names === undefined ? {} : { names: pandasNames(names, model.columnNames ?? model.rowNames?.known) },
    model,
  );
}

/** What is known about the columns of CSV besides its cells. */
export interface CsvColumns {
  readonly names?: readonly string[];
  /** Whether the texts of a column, from 0, were written of booleans. */
  readonly areBooleans?: (column: number) => boolean;
}

/** Records of CSV as a table. */
export function csvTable(records: readonly CsvCell[][], { names, areBooleans }: CsvColumns, model: InputRules): Table {
  const width = names?.length ?? records[0]?.length ?? 0;
  const named = names === undefined ? {} : { names };
  const rows = records.length;
  if (model.takesTexts && width === 1)
    return {
      kind: 'mixed',
      rows,
      cells: [{ kind: 'string', values: records.map((record) => cellAt(record, 0)) }],
      ...named,
    };
  // Named columns may be others than the model's; their cells are not checked.
  if (model.readsCells !== true && names === undefined) return numberTable(records, width, model.numberRules);
  const cells = textColumns(records, width).map((texts, column) => {
    const place = { column, name: names?.[column] };
    return areBooleans?.(column) === true
      ? new GivenCells(texts.map(readBoolean), true, place)
      : new GivenCells(texts, false, place);
  });
  return withMatrix({ kind: 'mixed', rows, cells, ...named });
}

/** The name of a boolean category differs from its text. */
function readBoolean(text: string): GivenCell {
  if (text === '') return null;
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** Records of CSV all have the cells of the first. */
const cellAt = (record: readonly CsvCell[], column: number) => defined(record[column]).text;

/** The texts of each column, in one walk over the records. */
function textColumns(records: readonly CsvCell[][], width: number): string[][] {
  const columns = Array.from({ length: width }, (): string[] => []);
  for (const record of records) {
    for (let column = 0; column < width; column++) columns[column]?.push(cellAt(record, column));
  }
  return columns;
}

function numberTable(records: readonly CsvCell[][], width: number, rules?: NumberRules): Table {
  const values = new Float64Array(records.length * width);
  let at = 0;
  for (const [row, record] of records.entries()) {
    for (let column = 0; column < width; column++, at++) {
      const text = cellAt(record, column);
      const number = cellNumber(text, rules);
      if (number === undefined) throw refuseCell(text, { row, column }, notNumber);
      values[at] = number;
    }
  }
  return newMatrix(records.length, width, values);
}

function readJsonLines(text: string, model: InputRules): Table {
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, row) => parseRow(line, row, model));
  return jsonTable(rows, model);
}

function parseRow(line: string, row: number, model: InputRules): JsonRow {
  let value: unknown;
  try {
    value = parseModelJson(line, model);
  } catch {
    const advice = jsonAdvice(line);
    const shown = line.replace(/^\uFEFF/, '').slice(0, 80);
    throw new ScoringError('bad_input', `Row ${row + 1} is no JSON: ${shown}${advice && `.${advice}`}`, { row });
  }
  if (typeof value === 'object' && value !== null) return value as JsonRow;
  return [value];
}
