import { decimalDigit } from './decimal-digit.ts';
import { trimEndOf } from './trim-end-of.ts';

/**
 * Python's `repr(float)`: the shortest digits that read back to the same double, `2.0`, `1e-05`, `1e+16`, `nan`, `inf`.
 * Exponents begin below 1e-4 and from 1e16 on; JavaScript begins elsewhere and writes no `.0`.
 */
export function formatPythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : `${value}`;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (value !== value) return 'nan';
  if (size === Number.POSITIVE_INFINITY) return value > 0 ? 'inf' : '-inf';
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** As `json.dumps` writes a float: like `repr`, but `NaN` and `Infinity`. */
export function formatPythonJsonNumber(value: number): string {
  if (Number.isFinite(value)) return formatPythonFloat(value);
  return value !== value ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/**
 * Python's `float(text)`: blanks around it, `nan`, `inf`, `infinity`, `1_000` and the digits of any script are allowed.
 * Undefined if it would raise. Source: `_PyUnicode_TransformDecimalAndSpaceToASCII` and `PyFloat_FromString` of CPython 3.11.
 */
export function parsePythonFloat(text: string): number | undefined {
  const number = Number(text);
  if (number - number === 0 && hasDecimalEnds(text)) return number;
  const word = wordOf(text);
  return word === undefined ? undefined : parseWord(word);
}

/** Python's `int(text)` of an integer of up to 40 digits, in ASCII; undefined for any other text. */
export function pythonDigits(text: string): string | undefined {
  const word = wordOf(text);
  return word !== undefined && /^[+-]?\d(?:_?\d){0,39}$/.test(word) ? word.replaceAll(/[+_]/g, '') : undefined;
}

/** A text without the blanks around it, in ASCII; undefined if it has anything else. */
function wordOf(text: string): string | undefined {
  const ascii = beyondAscii.test(text) ? asciiForm(text) : text;
  const trimmed = ascii?.replace(/^[\t-\r ]+/, '');
  return trimmed === undefined ? undefined : trimEndOf(trimmed, '\t\n\v\f\r ');
}

/** The same without underscores, and of ASCII alone, as C's `strtod` and programs over it read numbers. */
export function parseAsciiFloat(text: string): number | undefined {
  return /[_\x80-\uffff]/.test(text) ? undefined : parsePythonFloat(text);
}

function parseWord(text: string): number | undefined {
  if (/^[\d._eE+-]+$/.test(text)) {
    if (/(^|\D)_|_(\D|$)/.test(text)) return undefined;
    const value = Number(text.replaceAll('_', ''));
    return value === value ? value : undefined;
  }
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return undefined;
  const [, sign, name = ''] = word;
  if (name.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const beyondAscii = /[^\0-\x7f]/;

/** What is no ASCII and a blank to Python, which U+FEFF is not. */
const blank = /^[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Longest text that is looked at: no number of other scripts is longer. */
const MAX_LENGTH = 1024;

/** Digits of other scripts as those of ASCII, blanks as U+0020; undefined if there is anything else beyond ASCII. */
function asciiForm(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let ascii = '';
  for (const character of text) {
    const form = character < '\x80' ? character : blank.test(character) ? ' ' : decimalDigit(character);
    if (form === undefined) return undefined;
    ascii += form;
  }
  return ascii;
}

/**
 * Whether a text that JavaScript reads as a finite number begins as a decimal one, not as 0x10 and the like or a blank, and
 * ends in no blank of another script; both languages then agree on the rest.
 */
function hasDecimalEnds(text: string): boolean {
  if (text.charCodeAt(text.length - 1) > 0x7f) return false;
  const first = text.charCodeAt(0);
  if (first === 0x30) return !(text.charCodeAt(1) > 0x39);
  return first === 0x2d || first === 0x2b || first === 0x2e || (first > 0x30 && first <= 0x39);
}
