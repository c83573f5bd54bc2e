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

/**
 * The number that a cell of a CSV is where a number is asked for: NaN for a missing word, 1 and 0 for booleans, else
 * what Python's `float()` reads. Undefined if it is not a number.
 */
export function cellNumber(text: string, missing: ReadonlySet<string> = missingWords): number | undefined {
  if (text === '') return Number.NaN;
  const number = parsePythonFloat(text);
  if (number !== undefined) return number;
  return missing.has(text) ? Number.NaN : booleanWords.get(text);
}

/** Digits only, and more than a double holds for certain. */
const longInteger = /^\s*[+-]?\d{16,40}\s*$/;

/** The same, with all digits of whole numbers beyond 2^53. */
export function exactCellNumber(text: string): number | bigint | undefined {
  if (text.length < 16 || !longInteger.test(text)) return cellNumber(text);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.trim().replace(/^\+/, ''));
}
