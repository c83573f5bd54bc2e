import { writeCsvCell } from '@catenary/scoring/internal/text';
import { decimalText } from './decimal-text.ts';

/** How the values of a column are written. */
export interface CellForm {
  /** The text for null. */
  readonly none: string;
  /** Any value but a text; what it gives is ASCII. */
  readonly text: (value: unknown) => string;
  /** A text, in UTF-8. */
  readonly bytes: (value: Uint8Array) => Uint8Array;
  /** Whether values that are bytes are decimals. */
  readonly isDecimal: boolean;
}

/** What a row is written as. */
export interface RowForm {
  readonly line: 'csv' | 'json';
  /** Whether a row has one cell only: an empty one is quoted in CSV, because an empty line is not a record. */
  readonly isSingle: boolean;
  /** Whether texts are quoted in CSV even if they need not be. */
  readonly quotesTexts: boolean;
}

/** `scale`: digits behind the point, of a column of decimals, whose values come without their point. */
export function cellForm({ line, isSingle, quotesTexts }: RowForm, scale?: number): CellForm {
  const isJson = line === 'json';
  const text = isJson ? jsonOf : textOf;
  return {
    none: isJson ? 'null' : isSingle ? emptyText : '',
    text: scale === undefined ? text : (value) => decimalText(value as number | bigint | Uint8Array, scale),
    isDecimal: scale !== undefined,
    bytes: isJson ? jsonOfBytes : quotesTexts ? quotedBytes : isSingle ? singleCsv : csvOfBytes,
  };
}

const emptyText = '""';
const emptyBytes = Buffer.from(emptyText);

/** A number as it is written in the name of a folder. */
const numeral = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** The cell of a column that comes from a folder's name: in JSON a number if it looks like one, as Spark has it. */
export function constantCell(text: string | null, form: RowForm): string {
  const { none, bytes } = cellForm(form);
  if (text === null) return none;
  return numeral.test(text) ? text : decode(bytes(Buffer.from(text)));
}

/** Numbers as the shortest text that reads as the same double; zero keeps its sign. */
function textOf(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** 64-bit integers keep all digits, and zero its sign; a value that is not a number of JSON is null. */
function jsonOf(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  return Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? 'null');
}

/** U+FEFF within a text is not a byte order mark. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Error(`a text is not UTF-8: ${JSON.stringify(Buffer.from(bytes).toString('utf8', 0, 80))}`);
  }
}

const jsonOfBytes = (bytes: Uint8Array) => Buffer.from(JSON.stringify(decode(bytes)));
const quotedBytes = (bytes: Uint8Array) => Buffer.from(`"${decode(bytes).replaceAll('"', '""')}"`);
const singleCsv = (bytes: Uint8Array) => (bytes.length === 0 ? emptyBytes : csvOfBytes(bytes));
const csvOfBytes = (bytes: Uint8Array) => (isPlain(bytes) ? bytes : Buffer.from(writeCsvCell(decode(bytes))));

/** Whether a text needs no quotes: it has no quote, comma or line break. */
function isPlain(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 34 || byte === 44 || byte === 10 || byte === 13) return false;
  }
  return true;
}
