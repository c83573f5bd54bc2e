import { missingWords } from './missing-words.ts';
import { parsePythonFloat, pythonDigits } from './python-float.ts';

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

/** The same, with all digits of whole numbers beyond 2^53. */
export function exactCellNumber(text: string): number | bigint | undefined {
  const number = cellNumber(text);
  if (text.length < 16 || number === undefined || Number.isSafeInteger(number)) return number;
  const digits = pythonDigits(text);
  return digits === undefined ? number : BigInt(digits);
}
