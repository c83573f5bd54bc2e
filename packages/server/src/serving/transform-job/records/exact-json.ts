import { markIndexNames, unmarkIndexNames } from '@catenary/scoring/internal/text';

/** What JSON has since ES2025 and the compiler's library has not: numbers as they are written. */
interface ExactJson {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}
const json = JSON as unknown as ExactJson;

/**
 * Where a double, or how JavaScript writes it, may differ: sixteen digits or more (before and behind the point together), exponents,
 * zeros at the end, fractions below a millionth, the negative zero.
 */
const mayDiffer = /\d{16}|\d[\d.]{16}|\d[eE]|\.\d{0,14}0(?!\d)|0\.0{6}|-0(?![.\d])/;

/** NaN and infinities, which Python's `json` writes bare, and strings, within which they are none. */
const stringOrBareWord = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|NaN|-?Infinity/g;
/** As they are passed through `JSON`: behind a character that JSON has as an escape only. */
const markedWords: ReadonlySet<unknown> = new Set(['\u0001NaN', '\u0001Infinity', '\u0001-Infinity']);
const writtenWord = /"\\u0001(NaN|-?Infinity)"(?!:)/g;

/**
 * JSON that `writeExactJson` writes again with the numbers that were read, ids of 20 digits, `1.50`, `1e999`, and the members of
 * objects in their order. A number that a double, or its text, would not be is an opaque value here (`isExactNumber`), as are NaN and
 * infinities; names of digits are marked (`markedName`). Throws `SyntaxError`.
 */
export function parseExactJson(given: string): unknown {
  const text = markBareWords(markIndexNames(given));
  if (!mayDiffer.test(text) && !text.includes('\\u0001')) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) => {
    if (typeof value === 'number')
      return source === undefined || String(value) === source ? value : json.rawJSON(source);
    return markedWords.has(value) ? json.rawJSON(JSON.stringify(value)) : value;
  });
}

function markBareWords(text: string): string {
  if (!text.includes('NaN') && !text.includes('Infinity')) return text;
  return text.replace(stringOrBareWord, (token) => (token.startsWith('"') ? token : `"\\u0001${token}"`));
}

export function writeExactJson(value: unknown): string {
  return unmarkIndexNames(JSON.stringify(value)).replace(writtenWord, '$1');
}

/** Whether this is a number that stands for its text: an object by its type, and no object to select from. */
export function isExactNumber(value: unknown): boolean {
  return json.isRawJSON(value);
}
