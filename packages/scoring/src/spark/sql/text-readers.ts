import { parseJavaDouble, trimJava } from '../../text/parse-java-double.ts';
import { parseJavaFloat } from '../../text/parse-java-float.ts';
import { own } from '../../util/own.ts';
import type { SqlValue } from './sql-type.ts';
import type { SqlMode } from './typed.ts';

/** The value of a text; undefined if it is none. */
export type ReadText = (text: string, mode: SqlMode) => SqlValue | undefined;

/** How Spark reads a text as a value of each type but decimals. Source: Spark `Cast`, `UTF8String.toLong` and `trimAll`. */
export const textReaders: Readonly<Record<string, ReadText>> = {
  boolean: readBoolean,
  byte: integralReader(8n),
  short: integralReader(16n),
  int: integralReader(32n),
  long: integralReader(64n),
  float: (text) => parseJavaFloat(text) ?? ofWord(text),
  double: (text) => parseJavaDouble(text) ?? ofWord(text),
};

const numberWords: Readonly<Record<string, number>> = {
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
  nan: Number.NaN,
};

/** Java's own words are in one case and have any sign; Spark has these in any case besides. */
const ofWord = (text: string) => own(numberWords, trimJava(text).toLowerCase());

const truthWords: Readonly<Record<string, boolean>> = {
  t: true,
  true: true,
  y: true,
  yes: true,
  1: true,
  f: false,
  false: false,
  n: false,
  no: false,
  0: false,
};

function readBoolean(text: string): boolean | undefined {
  return own(truthWords, trimControls(text).toLowerCase());
}

/** Legacy mode cuts a fraction off, and takes a point alone for 0; ANSI mode wants whole numbers. */
function integralReader(bits: bigint): ReadText {
  const most = 2n ** (bits - 1n);
  return (given, { isAnsi }) => {
    const text = trimControls(given);
    const found = /^([+-]?)(\d*)(\.\d*)?$/.exec(text);
    if (found === null) return undefined;
    const [, sign, digits = '', fraction] = found;
    if (isAnsi ? digits === '' || fraction !== undefined : digits === '' && fraction === undefined) return undefined;
    const significant = digits.replace(/^0+/, '');
    if (significant.length > longDigits) return undefined;
    const value = sign === '-' ? -BigInt(significant) : BigInt(significant);
    return value >= -most && value < most ? Number(value) : undefined;
  };
}

/** Of the largest long. */
const longDigits = 19;

/** What Spark trims before it reads integers and truth values: blanks and control characters of one byte, DEL among them. */
function trimControls(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isTrimmed(text.charCodeAt(start))) start++;
  while (end > start && isTrimmed(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isTrimmed = (code: number) => code <= 32 || code === 127;
