import { mediaType } from '../../../../contract/media-type.ts';
import type { TypedAnswer } from '../function-module.ts';
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
  return { body: Buffer.from(writeRows(rowsOf(value), contentType, types)), contentType };
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

function rowsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const { columns } = (value ?? {}) as { readonly columns?: Readonly<Record<string, ArrayLike<unknown>>> };
  if (typeof columns !== 'object' || columns === null)
    throw new Error('invoke answered neither rows, columns, text nor bytes');
  const entries = Object.entries(columns);
  const rowCount = entries[0]?.[1].length ?? 0;
  const uneven = entries.find(([, cells]) => cells.length !== rowCount);
  if (uneven !== undefined) throw new Error(`invoke answered columns of different lengths: ${uneven[0]}`);
  return Array.from({ length: rowCount }, (_none, row) =>
    Object.fromEntries(entries.map(([name, cells]) => [name, cells[row]])),
  );
}

function writeRows(rows: readonly unknown[], type: string, { writeCell }: AnswerTypes): string {
  if (type === 'application/json') return JSON.stringify(rows);
  if (type === 'application/jsonlines') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  if (type !== 'text/csv')
    throw new Refused(`Accept type ${type} is not written of rows; ask for ${written.join(', ')}.`, 406);
  return csvText(rows, writeCell);
}

/** One text that grows: a text for each line costs a fifth more. */
function csvText(rows: readonly unknown[], writeCell: AnswerTypes['writeCell']): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const cell of cellsOf(row)) {
      text += separator + cellText(cell, writeCell);
      separator = ',';
    }
    text += '\n';
  }
  return text;
}

function cellsOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) return row;
  return typeof row === 'object' && row !== null ? Object.values(row) : [row];
}

function cellText(cell: unknown, writeCell: AnswerTypes['writeCell']): string {
  if (typeof cell === 'number') return String(cell);
  if (cell === null || cell === undefined) return '';
  return writeCell(typeof cell === 'object' ? JSON.stringify(cell) : String(cell));
}

function jsonBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error('invoke answered nothing that JSON has');
  return Buffer.from(text);
}
