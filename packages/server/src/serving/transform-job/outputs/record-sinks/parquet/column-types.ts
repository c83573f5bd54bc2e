import { own } from '@catenary/scoring/internal/names';
import type { SchemaElement } from 'hyparquet';
import { QuotedText } from '../../../../quoted-text.ts';
import {
  type ColumnTypeName,
  type DecimalType,
  type PlainTypeName,
  readDecimalType,
} from '../../../plan/column-type-name.ts';
import { isExactNumber, writeExactJson } from '../../../records/exact-json.ts';
import { decimalReader } from './decimal-reader.ts';
import { readInteger, readNumber } from './read-number.ts';

/** A type that a column of an output may have: how its values are read, and what they are in the file. */
export interface ColumnType {
  /** For an error: "is not ...". */
  readonly what: string;
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>;
  /** A cell of CSV, not empty; undefined if it is no such value. */
  readonly ofText: (text: string) => unknown;
  /** A value of JSON (see `parseExactJson`), not null; undefined if it is no such value. */
  readonly ofJson: (value: unknown) => unknown;
}

/** A JSON number's text as it is written. */
function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return JSON.stringify(value);
  return isExactNumber(value) ? writeExactJson(value) : undefined;
}

function ofNumberText<T>(read: (text: string) => T | undefined): (value: unknown) => T | undefined {
  return (value) => {
    const text = numberText(value);
    return text === undefined ? undefined : read(text);
  };
}

const plainTypes: Readonly<Record<PlainTypeName, ColumnType>> = {
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
    ofJson: (value) => (typeof value === 'string' ? value : writeExactJson(value)),
  },
};

export function columnType(name: ColumnTypeName): ColumnType {
  return own(plainTypes, name) ?? decimalType(readDecimalType(name) as DecimalType);
}

/** The widest that a precision of 38 needs. */
const decimalBytes = 16;

function decimalType(type: DecimalType): ColumnType {
  const { precision, scale } = type;
  const read = decimalReader(type);
  const ofText = (text: string) => read(text.trim());
  return {
    what: `a decimal of ${precision} digits, ${scale} of them behind the point`,
    element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: decimalBytes, converted_type: 'DECIMAL', precision, scale },
    ofText,
    ofJson: ofNumberText(ofText),
  };
}

const jsonNumber = ofNumberText(readNumber);

function roundToFloat<T>(read: (value: T) => number | undefined): (value: T) => number | undefined {
  return (value) => {
    const number = read(value);
    return number === undefined ? undefined : Math.fround(number);
  };
}

/** How the cells of a column are read: null for none, undefined for one that is not of this type. */
export function cellReader(name: ColumnTypeName, line: 'csv' | 'json'): (cell: unknown) => unknown {
  const { ofText, ofJson } = columnType(name);
  const ofQuoted = ({ text }: QuotedText) => (text === '' && name !== 'text' ? null : ofText(text));
  const ofCsv = (cell: unknown) => (cell instanceof QuotedText ? ofQuoted(cell) : ofText(cell as string));
  const read = line === 'json' ? ofJson : ofCsv;
  return (cell) => (cell === undefined ? null : read(cell));
}

/**
 * The first of these that all values are. Integers that a double holds are doubles: an answer of 1 may be followed by one of 0.5.
 */
const guesses: readonly ColumnTypeName[] = ['double', 'int64', 'boolean'];

/** What a guess takes cells for. */
export interface GuessedCells {
  readonly line: 'csv' | 'json';
  /** Whether rows have one cell only: an empty one stands in quotes then, whatever it is. */
  readonly isSingle: boolean;
}

/**
 * The type that all of these values have; undefined if there are none (see `AnswerRows`). An empty cell in quotes among
 * cells without quotes is none: a table of one column has its nulls so, also where a join adds others.
 */
export function guessType(values: readonly unknown[], { line, isSingle }: GuessedCells): ColumnTypeName | undefined {
  const isQuoted = (value: unknown): value is QuotedText => value instanceof QuotedText;
  const isBare = isSingle || values.some((value) => value !== undefined && !isQuoted(value));
  const isBlank = (value: unknown) => value === undefined || (isBare && isQuoted(value) && value.text === '');
  if (values.every(isBlank)) return undefined;
  if (values.some((value) => isQuoted(value) && !isBlank(value))) return 'text';
  const fits = (name: ColumnTypeName) => {
    const read = cellReader(name, line);
    return values.every((value) => read(value) !== undefined);
  };
  return guesses.find(fits) ?? 'text';
}
