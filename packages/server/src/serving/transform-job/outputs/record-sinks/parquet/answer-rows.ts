import { plainName } from '@catenary/scoring/internal/text';
import { readCsvLine, readMarkedCsvLine } from '../../../../csv-line.ts';
import { QuotedText } from '../../../../quoted-text.ts';
import type { ParquetOutputFormat } from '../../../plan/output-format.ts';
import { isExactNumber, parseExactJson } from '../../../records/exact-json.ts';
import { OutputError } from '../../output-error.ts';
import type { OutputColumn } from '../shared-columns.ts';
import { cellReader, columnType, guessType } from './column-types.ts';

/** A line taken apart: cells by place, or by name; undefined for one that holds nothing. */
export type Row = readonly unknown[] | ReadonlyMap<string, unknown> | undefined;

/**
 * Reads lines of answers as rows of columns, whose names and types are derived from the first lines that have them,
 * unless the job names them, and then kept. Throws `OutputError` that names line, column and value.
 */
export class AnswerRows {
  readonly #format: ParquetOutputFormat;

  constructor(format: ParquetOutputFormat) {
    this.#format = format;
  }

  /** `first`: number of the first of these lines, from 1. */
  takeApart(lines: readonly string[], first: number): Row[] {
    return lines.map((line, at) => this.#takeApart(line, first + at));
  }

  /** Values by column; null where there is none, and in all of a column that has no type yet. */
  values(rows: readonly Row[], columns: readonly OutputColumn[], first: number): unknown[][] {
    for (const [at, row] of rows.entries()) this.#checkShape(row, columns, first + at);
    return columns.map(({ name, type }, at) => {
      if (type === undefined) return rows.map(() => null);
      const read = cellReader(type, this.#format.line);
      return rows.map((row, line) => {
        const cell = cellOf(row, name, at);
        const value = read(cell);
        if (value !== undefined) return value;
        const shown = cell instanceof QuotedText ? cell.text : typeof cell === 'string' ? cell : JSON.stringify(cell);
        throw wrong(
          first + line,
          `column "${name}" is ${JSON.stringify(shown.slice(0, 100))}, not ${columnType(type).what}. Give the column another type (CATENARY_BATCH_OUTPUT_COLUMNS=${name}:text,...)`,
        );
      });
    });
  }

  #takeApart(line: string, number: number): Row {
    if (line === '' || line === 'null') return undefined;
    if (this.#format.line === 'json') return rowOfJson(line, number);
    const cells = this.#format.quotedAreTexts === true ? readMarkedCsvLine(line) : readCsvLine(line, ',');
    if (cells === undefined) throw wrong(number, 'its quotes are broken');
    return cells.map((cell) => (cell === '' ? undefined : cell));
  }

  /**
   * The columns that are agreed on, with the types that these rows add: the same list if they add none. If none are agreed
   * on, those of the rows; undefined if they have none, and the job names none.
   */
  extend(rows: readonly Row[], agreed: readonly OutputColumn[] | undefined): readonly OutputColumn[] | undefined {
    const columns: readonly OutputColumn[] | undefined =
      agreed ?? this.#format.columns ?? namesOf(rows)?.map((name) => ({ name }));
    const isSingle = columns?.length === 1;
    const extended = columns?.map((column, at) => {
      if (column.type !== undefined) return column;
      const { name } = column;
      const cells = rows.map((row) => cellOf(row, name, at));
      const type = guessType(cells, { line: this.#format.line, isSingle });
      return type === undefined ? column : { name, type };
    });
    const isNew = agreed === undefined || extended?.some((column, at) => column !== agreed[at]);
    return isNew ? extended : agreed;
  }

  /** What the columns are if no row has a cell. */
  get unseen(): readonly OutputColumn[] {
    return this.#format.columns ?? [{ name: 'column_0' }];
  }

  #checkShape(row: Row, columns: readonly OutputColumn[], number: number): void {
    if (Array.isArray(row) && row.length !== columns.length)
      throw wrong(number, `it has ${row.length} cells; there are ${columns.length} columns`);
    if (!(row instanceof Map) || this.#format.columns !== undefined) return;
    const known = new Set(columns.map(({ name }) => name));
    const other = [...row.keys()].find((name) => !known.has(name as string)) as string | undefined;
    if (other === undefined) return;
    throw wrong(
      number,
      `it has the key "${other}", which no line had at the beginning. Name all columns in CATENARY_BATCH_OUTPUT_COLUMNS`,
    );
  }
}

const wrong = (line: number, what: string) =>
  new OutputError(`Line ${line} of the output cannot be a row of Parquet: ${what}.`);

const cellOf = (row: Row, name: string, at: number): unknown =>
  row instanceof Map ? row.get(name) : (row as readonly unknown[] | undefined)?.[at];

function rowOfJson(line: string, number: number): Row {
  let value: unknown;
  try {
    value = parseExactJson(line);
  } catch {
    throw wrong(number, `it is not JSON: ${JSON.stringify(line.slice(0, 100))}`);
  }
  const present = (cell: unknown) => (cell === null ? undefined : cell);
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return [present(value)];
  return new Map(Object.entries(value).map(([name, cell]) => [plainName(name), present(cell)]));
}

/** All keys in order of appearance; without keys, places from 0. Undefined for rows that hold nothing. */
function namesOf(rows: readonly Row[]): string[] | undefined {
  const keys = new Set<string>();
  let width = 0;
  for (const row of rows) {
    if (row instanceof Map) for (const name of row.keys()) keys.add(name as string);
    else if (row !== undefined && width === 0) width = (row as readonly unknown[]).length;
  }
  if (keys.size > 0) return [...keys];
  return width === 0 ? undefined : Array.from({ length: width }, (_, at) => `column_${at}`);
}
