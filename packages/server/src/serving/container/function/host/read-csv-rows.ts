import type { Cell, Row } from '../function-module.ts';
import { namesFor } from './names-for.ts';
import { rowMaker } from './row-maker.ts';

/** As much of the library as is used: it is imported by its address, since links to it may not be there. */
export type CsvReader = (text: string) => readonly (readonly { readonly text: string; readonly isQuoted: boolean }[])[];

export interface CsvRules {
  /** Whether the first record has the names of the columns. */
  readonly hasHeader: boolean;
  /** What the columns are called where it has not. */
  readonly names: readonly string[] | undefined;
  readonly readCsv: CsvReader;
}

/** A number as CSV has it; anything else is text. */
const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** The rows of a CSV text. Throws what the library does for records of different widths, and for quotes that do not end. */
export function readCsvRows(text: string, rules: CsvRules): Row[] {
  const plain = plainRecords(text);
  if (plain !== undefined) return rowsOf(plain, rules, { text: (cell) => cell, value: valueOf });
  return rowsOf(rules.readCsv(text), rules, {
    text: (cell) => cell.text,
    value: (cell) => (cell?.isQuoted === true ? cell.text : valueOf(cell?.text)),
  });
}

/** Cells of CSV without quotes, as most of it is: an object for each cell costs more than its text. Undefined for any other. */
function plainRecords(text: string): string[][] | undefined {
  if (/["\r\uFEFF]/.test(text)) return undefined;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const records = lines.map((line) => line.split(','));
  return records.every(({ length }) => length === records[0]?.length) ? records : undefined;
}

interface CellForm<C> {
  readonly text: (cell: C) => string;
  readonly value: (cell: C | undefined) => Cell;
}

function rowsOf<C>(records: readonly (readonly C[])[], rules: CsvRules, form: CellForm<C>): Row[] {
  const { hasHeader, names } = rules;
  const named = hasHeader ? records[0]?.map(form.text) : names;
  const rows = hasHeader ? records.slice(1) : records;
  const makeRow = rowMaker(namesFor(named, rows[0]?.length ?? 0));
  return rows.map((cells) => makeRow((at) => form.value(cells[at])));
}

function valueOf(text = ''): Cell {
  if (number.test(text)) return Number(text);
  return text === '' ? null : text;
}
