import { mediaType } from '../../../../contract/media-type.ts';
import type { TypedAnswer } from '../function-module.ts';
import { CsvBytes } from './csv-bytes.ts';
import { Refused } from './refused.ts';

export interface WrittenAnswer {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** What is asked for, and what is answered without being asked. */
export interface AnswerTypes {
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  /** SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT. */
  readonly usual: string | undefined;
  readonly isJson: boolean;
  readonly writeCell: (text: string) => string;
}

/** What `invoke` answered, as bytes. Throws `Refused` for a type that rows are not written as. */
export function writeAnswer(value: unknown, types: AnswerTypes): WrittenAnswer {
  const contentType = typeFor(types);
  if (value instanceof Uint8Array) return { body: value, contentType };
  if (typeof value === 'string' && !types.isJson) return { body: Buffer.from(value), contentType };
  if (isTyped(value)) return { body: Buffer.from(value.body), contentType: value.contentType };
  if (types.isJson && contentType === 'application/json') return { body: jsonBytes(value), contentType };
  return { body: writeRows(value, contentType, types), contentType };
}

/** Types that rows are written as. */
const written = ['text/csv', 'application/json', 'application/jsonlines'];

/** What is asked for; else what is usual, or what came. */
function typeFor({ accept, contentType, usual, isJson }: AnswerTypes): string {
  const asked = mediaType(accept);
  if (asked !== undefined && asked !== '*/*') return asked;
  const came = isJson ? undefined : mediaType(contentType);
  return mediaType(usual) ?? (came !== undefined && written.includes(came) ? came : 'application/json');
}

function isTyped(value: unknown): value is TypedAnswer {
  const { body, contentType } = (value ?? {}) as Partial<TypedAnswer>;
  return typeof contentType === 'string' && (typeof body === 'string' || body instanceof Uint8Array);
}

type Column = readonly [name: string, cells: ArrayLike<unknown>];

function columnsOf(value: unknown): readonly Column[] {
  const { columns } = (value ?? {}) as { readonly columns?: Readonly<Record<string, ArrayLike<unknown>>> };
  if (typeof columns !== 'object' || columns === null)
    throw new Error('invoke answered neither rows, columns, text nor bytes');
  const entries = Object.entries(columns);
  const rowCount = rowCountOf(entries);
  const uneven = entries.find(([, cells]) => cells.length !== rowCount);
  if (uneven !== undefined) throw new Error(`invoke answered columns of different lengths: ${uneven[0]}`);
  return entries;
}

const rowCountOf = ([first]: readonly Column[]) => first?.[1].length ?? 0;

function rowsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const columns = columnsOf(value);
  return Array.from({ length: rowCountOf(columns) }, (_none, row) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])),
  );
}

function writeRows(value: unknown, type: string, { writeCell }: AnswerTypes): Buffer {
  if (type === 'text/csv')
    return Array.isArray(value) ? csvOfRows(value, writeCell) : csvOfColumns(columnsOf(value), writeCell);
  const rows = rowsOf(value);
  if (type === 'application/json') return Buffer.from(JSON.stringify(rows));
  if (type === 'application/jsonlines') return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  throw new Refused(`Accept type ${type} is not written of rows; ask for ${written.join(', ')}.`, 406);
}

/** Bytes that a cell takes, about. */
const usualCell = 12;

function csvOfRows(rows: readonly unknown[], writeCell: AnswerTypes['writeCell']): Buffer {
  const csv = new CsvBytes(writeCell, rows.length * cellsOf(rows[0]).length * usualCell);
  for (const row of rows) {
    let isFirst = true;
    for (const cell of cellsOf(row)) {
      if (!isFirst) csv.addComma();
      isFirst = false;
      csv.addCell(cell);
    }
    csv.endLine();
  }
  return csv.take();
}

function csvOfColumns(columns: readonly Column[], writeCell: AnswerTypes['writeCell']): Buffer {
  const rowCount = rowCountOf(columns);
  const csv = new CsvBytes(writeCell, rowCount * columns.length * usualCell);
  for (let row = 0; row < rowCount; row++) {
    for (let at = 0; at < columns.length; at++) {
      if (at > 0) csv.addComma();
      csv.addCell(columns[at]?.[1][row]);
    }
    csv.endLine();
  }
  return csv.take();
}

function cellsOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) return row;
  return typeof row === 'object' && row !== null ? Object.values(row) : [row];
}

function jsonBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error('invoke answered nothing that JSON has');
  return Buffer.from(text);
}
