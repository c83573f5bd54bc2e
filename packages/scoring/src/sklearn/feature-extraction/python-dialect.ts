import { not } from '../../text/java-regex/named-class.ts';
import type { RegexDialect } from '../../text/java-regex/regex-dialect.ts';
import type { CharTest } from '../../text/java-regex/regex-node.ts';

const wordCharacter = /^[\p{L}\p{N}_]$/u;
const decimalDigit = /^\p{Nd}$/u;

/** ASCII characters are in a table; others are tested. */
function classOf(expression: RegExp): CharTest {
  const ascii = Array.from({ length: 128 }, (_none, point) => expression.test(String.fromCharCode(point)));
  return (point) => ascii[point] ?? expression.test(String.fromCodePoint(point));
}

/** Letters, numbers and the underscore. */
const word = classOf(wordCharacter);
const digit = classOf(decimalDigit);

/** Python's blanks: with the separators 28 to 31 and 133, and without the byte order mark. */
export const isPythonBlank: CharTest = (point) =>
  (point >= 9 && point <= 13) ||
  (point >= 28 && point <= 32) ||
  point === 0x85 ||
  point === 0xa0 ||
  point === 0x1680 ||
  (point >= 0x2000 && point <= 0x200a) ||
  point === 0x2028 ||
  point === 0x2029 ||
  point === 0x202f ||
  point === 0x205f ||
  point === 0x3000;

function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const isPair = at >= 2 && (text.codePointAt(at - 2) as number) > 0xffff;
  return word(text.codePointAt(isPair ? at - 2 : at - 1) as number);
}

function isBoundary(text: string, at: number): boolean {
  const after = text.codePointAt(at);
  return isWordBefore(text, at) !== (after !== undefined && word(after));
}

const newline = 10;

/** Python's `re` for texts, without flags. */
export const pythonDialect: RegexDialect = {
  classes: { w: word, W: not(word), d: digit, D: not(digit), s: isPythonBlank, S: not(isPythonBlank) },
  // \b is a boundary outside of a class, and the backspace in one.
  assertions: { b: isBoundary, B: (text, at) => !isBoundary(text, at) },
  controls: { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 },
  dot: (point) => point !== newline,
  isLineStart: (text, at) => at === 0 || text.charCodeAt(at - 1) === newline,
  isLineEnd: (text, at) => at === text.length || text.charCodeAt(at) === newline,
  isFinalEnd: (text, at) => at === text.length || (at === text.length - 1 && text.charCodeAt(at) === newline),
  hasClassAlgebra: false,
};
