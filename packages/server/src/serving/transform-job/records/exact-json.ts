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

/**
 * JSON that `writeExactJson` writes again with the numbers that were read, ids of 20 digits, `1.50`, `1e999`, and the members of
 * objects in their order. A number that a double, or its text, would not be is an opaque value here (`isExactNumber`); names of
 * digits are marked (`markedName`). Throws `SyntaxError`.
 */
export function parseExactJson(given: string): unknown {
  const text = markIndexNames(given);
  if (!mayDiffer.test(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
}

export function writeExactJson(value: unknown): string {
  return unmarkIndexNames(JSON.stringify(value));
}

/** Whether this is a number that stands for its text: an object by its type, and no object to select from. */
export function isExactNumber(value: unknown): boolean {
  return json.isRawJSON(value);
}
