import { mediaType } from '../../contract/media-type.ts';
import { readCsvLine } from '../csv-line.ts';

/** A value of an answer: a number, or the text of anything else. */
export type AnswerValue = number | string;

/** A row of an answer: its values by the name, or the number, of their column. */
export type AnswerRow = ReadonlyMap<string, AnswerValue>;

export interface AnswerBody {
  readonly body: Buffer;
  readonly contentType?: string | undefined;
}

/** Most rows, and most values of a row, that are compared one by one. */
const maxRows = 10_000;
const maxColumns = 1000;

/** The rows of an answer of CSV, JSON or JSON Lines; the whole text is one value of any other, and of what cannot be read. */
export function answerRows({ body, contentType }: AnswerBody): AnswerRow[] {
  const text = body.toString();
  try {
    return (readers.get(mediaType(contentType) ?? '') ?? wholeText)(text);
  } catch {
    return wholeText(text);
  }
}

const wholeText = (text: string): AnswerRow[] => [new Map([['body', text]])];

const linesOf = (text: string) => text.split('\n', maxRows).filter((line) => line.trim() !== '');

const csvRows = (text: string): AnswerRow[] =>
  linesOf(text).map((line) => {
    const cells = readCsvLine(line.replace(/\r$/, ''), ',') ?? [line];
    return new Map(cells.slice(0, maxColumns).map((cell, at) => [`${at + 1}`, valueOf(cell)]));
  });

const jsonRow = (value: unknown): AnswerRow => {
  const row = new Map<string, AnswerValue>();
  flatten('', value, row);
  return row;
};

/** A list is a row each; so is the list that the services' own containers put into one member (`predictions`). */
function jsonRows(text: string): AnswerRow[] {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return value.slice(0, maxRows).map(jsonRow);
  const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
  const [only] = members;
  return members.length === 1 && Array.isArray(only) ? only.slice(0, maxRows).map(jsonRow) : [jsonRow(value)];
}

const readers: ReadonlyMap<string, (text: string) => AnswerRow[]> = new Map([
  ['text/csv', csvRows],
  ['application/json', jsonRows],
  ['application/jsonlines', (text: string) => linesOf(text).map((line) => jsonRow(JSON.parse(line)))],
  ['application/x-jsonlines', (text: string) => linesOf(text).map((line) => jsonRow(JSON.parse(line)))],
]);

/** A text is a number if all of it is one: `0.50` and `0.5` are equal, `1a` is no number. */
function valueOf(cell: string): AnswerValue {
  const number = Number(cell);
  return cell.trim() !== '' && Number.isFinite(number) ? number : cell;
}

function flatten(path: string, value: unknown, row: Map<string, AnswerValue>): void {
  if (row.size >= maxColumns) return;
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) flatten(path === '' ? name : `${path}.${name}`, member, row);
    return;
  }
  row.set(path === '' ? 'value' : path, typeof value === 'number' ? value : String(value));
}
