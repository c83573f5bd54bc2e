import type { SchemaElement } from 'hyparquet';
import { isExactNumber } from '../../exact-json.ts';
import { own } from '../../../../util/own.ts';

export type ColumnTypeName = 'double' | 'float' | 'int64' | 'boolean' | 'text';

/** A type that a column of an output may have: how its values are read, and what they are in the file. */
export interface ColumnType {
  /** For an error: "is not ...". */
  readonly what: string;
  readonly element: Pick<SchemaElement, 'type' | 'converted_type'>;
  /** A cell of CSV, not empty; undefined if it is no such value. */
  readonly ofText: (text: string) => unknown;
  /** A value of JSON (see `parseExactJson`), not null; undefined if it is no such value. */
  readonly ofJson: (value: unknown) => unknown;
}

/** Zeros in front are an id's, not a number's. */
const numberForm = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const integerForm = /^[+-]?(?:0|[1-9]\d*)$/;
/** What Python, Java, C and JavaScript print. */
const words: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** Undefined also for an integer that a double does not hold: its last digits would be lost. */
function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!numberForm.test(trimmed)) {
    const isNegative = trimmed.startsWith('-');
    const word = own(words, trimmed.slice(/^[+-]/.test(trimmed) ? 1 : 0).toLowerCase());
    return word === undefined || !isNegative ? word : -word;
  }
  const value = Number(trimmed);
  if (trimmed.length < 16 || Number.isSafeInteger(value) || !integerForm.test(trimmed)) return value;
  return isTextOf(value, trimmed.replace(/^[+-]/, '')) ? value : undefined;
}

/** Digits of the largest double. */
const maxDigits = 309;

/** Whether these digits are the integer, or the shortest ones that are told apart from its neighbours': what languages print. */
function isTextOf(value: number, digits: string): boolean {
  if (digits.length > maxDigits || !Number.isFinite(value)) return false;
  const [shortest = '', exponent] = Math.abs(value).toExponential().replace('.', '').split('e');
  const printed = shortest.padEnd(Number(exponent) + 1, '0');
  return printed === digits || BigInt(Math.abs(value)) === BigInt(digits);
}

/** Of 64 bits, with a sign. */
const maxIntegerLength = 20;

function readInteger(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxIntegerLength || !integerForm.test(trimmed)) return undefined;
  const value = BigInt(trimmed.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** A JSON number's text as it is written. */
const numberText = (value: unknown): string | undefined =>
  typeof value === 'number' || isExactNumber(value) ? JSON.stringify(value) : undefined;

function ofNumberText<T>(read: (text: string) => T | undefined): (value: unknown) => T | undefined {
  return (value) => {
    const text = numberText(value);
    return text === undefined ? undefined : read(text);
  };
}

/** By the names that CATENARY_BATCH_OUTPUT_COLUMNS has for them. */
export const columnTypes: Readonly<Record<ColumnTypeName, ColumnType>> = {
  double: {
    what: 'a number that a double holds',
    element: { type: 'DOUBLE' },
    ofText: readNumber,
    ofJson: (value) => (typeof value === 'number' && !Number.isInteger(value) ? value : jsonNumber(value)),
  },
  float: {
    what: 'a number',
    element: { type: 'FLOAT' },
    ofText: roundToFloat(readNumber),
    ofJson: roundToFloat(ofNumberText(readNumber)),
  },
  int64: {
    what: 'an integer of 64 bits',
    element: { type: 'INT64' },
    ofText: readInteger,
    ofJson: ofNumberText(readInteger),
  },
  boolean: {
    what: 'true or false',
    element: { type: 'BOOLEAN' },
    ofText: (text) => own({ true: true, false: false }, text.trim().toLowerCase()),
    ofJson: (value) => (typeof value === 'boolean' ? value : undefined),
  },
  text: {
    what: 'a text',
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    ofText: (text) => text,
    ofJson: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  },
};

const jsonNumber = ofNumberText(readNumber);

function roundToFloat<T>(read: (value: T) => number | undefined): (value: T) => number | undefined {
  return (value) => {
    const number = read(value);
    return number === undefined ? undefined : Math.fround(number);
  };
}

/** The first of these that all values are. Integers are doubles: an answer of 1 may be followed by one of 0.5. */
const guesses: readonly ColumnTypeName[] = ['double', 'boolean', 'text'];

/** The type that all of these values have; `double` if there are none but nulls (undefined). */
export function guessType(values: readonly unknown[], line: 'csv' | 'json'): ColumnTypeName {
  const fits = (name: ColumnTypeName) => {
    const { ofText, ofJson } = columnTypes[name];
    return values.every(
      (value) => value === undefined || (line === 'csv' ? ofText(value as string) : ofJson(value)) !== undefined,
    );
  };
  return guesses.find(fits) ?? 'text';
}
