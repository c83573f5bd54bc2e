import { missingWords } from './missing-words.ts';
import { parsePythonFloat } from './python-float.ts';

/** What `pandas.read_csv` takes for a boolean, as Python, R and Spark write them. */
const booleanWords: ReadonlyMap<string, number> = new Map([
  ['True', 1],
  ['TRUE', 1],
  ['true', 1],
  ['False', 0],
  ['FALSE', 0],
  ['false', 0],
]);

/** What texts are numbers to a library, and which of them are missing. */
export interface NumberRules {
  readonly missing: ReadonlySet<string>;
  /** Undefined for a text that is no number. */
  readonly parse: (text: string) => number | undefined;
}

/** What pandas and numpy read. */
export const pandasNumbers: NumberRules = { missing: missingWords, parse: parsePythonFloat };

/**
 * The number that a cell of a CSV is where a number is asked for: NaN for a missing word, 1 and 0 for booleans, else
 * what Python's `float()` reads. Undefined if it is not a number.
 */
export function cellNumber(text: string, rules: NumberRules = pandasNumbers): number | undefined {
  if (text === '') return Number.NaN;
  const number = rules.parse(text);
  if (number !== undefined) return number;
  return rules.missing.has(text) ? Number.NaN : booleanWords.get(text);
}

/** Digits only, and more than a double holds for certain. */
const longInteger = /^[\t-\r ]*[+-]?\d{16,40}[\t-\r ]*$/;

/** The same, with all digits of whole numbers beyond 2^53. */
export function exactCellNumber(text: string): number | bigint | undefined {
  if (text.length < 16 || !longInteger.test(text)) return cellNumber(text);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.trim().replace(/^\+/, ''));
}
