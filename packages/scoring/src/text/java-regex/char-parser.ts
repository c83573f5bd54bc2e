import { own } from '../../util/own.ts';
import { foldCase, otherCases } from './fold-case.ts';
import { anyCaseClass, either, isAsciiClass, namedClass, not } from './named-class.ts';
import type { PatternCursor } from './pattern-cursor.ts';
import type { RegexDialect } from './regex-dialect.ts';
import type { RegexFlags } from './regex-flags.ts';
import type { CharTest } from './regex-node.ts';
import { isHighSurrogate, isLowSurrogate } from './surrogates.ts';

/** Deepest nesting of groups or classes that is read. */
export const MAX_DEPTH = 200;

/** Reads what stands for one character of the text: letters, escapes and classes. */
export class CharParser {
  /** Whether some part may match beyond the BMP: only then does Java's search step over surrogate pairs as a whole. */
  isWide = false;
  readonly #cursor: PatternCursor;
  readonly #dialect: RegexDialect;

  constructor(cursor: PatternCursor, dialect: RegexDialect) {
    this.#cursor = cursor;
    this.#dialect = dialect;
  }

  /** The character itself, and its other case under the flag i. */
  literal(wanted: number, flags: RegexFlags): CharTest {
    const isAnyCase = flags.ignoreCase && (flags.unicodeCase || wanted < 128);
    if (wanted > 0xffff || isHighSurrogate(wanted) || isLowSurrogate(wanted) || (isAnyCase && flags.unicodeCase))
      this.isWide = true;
    if (!isAnyCase) return (point) => point === wanted;
    const folded = foldCase(wanted);
    return (point) => point === wanted || ((flags.unicodeCase || point < 128) && foldCase(point) === folded);
  }

  /** Remembers that the pattern has a test that is not for the BMP only. */
  wide(test: CharTest): CharTest {
    this.isWide = true;
    return test;
  }

  /** One escape that stands for a character or a class; `char` is what follows the backslash. */
  escaped(char: string, flags: RegexFlags): CharTest {
    const known = own(this.#dialect.classes, char);
    if (known !== undefined) return /[DSWHV]/.test(char) ? this.wide(known) : known;
    if (char === 'p' || char === 'P') {
      const written = this.#cursor.take('{') ? this.#cursor.until('}') : this.#cursor.next();
      const name = written.replace(/^\^/, '');
      const found = flags.ignoreCase ? (anyCaseClass(name) ?? namedClass(name)) : namedClass(name);
      if (found === undefined) throw this.#cursor.wrong(`the class "${name}" is unknown`);
      if (written.startsWith('^') !== (char === 'P')) return this.wide(not(found));
      return isAsciiClass(name) ? found : this.wide(found);
    }
    return this.literal(this.#escapedPoint(char), flags);
  }

  #escapedPoint(char: string): number {
    const cursor = this.#cursor;
    const known = own(this.#dialect.controls, char);
    if (known !== undefined) return known;
    if (char === 'x') return this.#hex(cursor.take('{') ? cursor.until('}') : cursor.next() + cursor.next());
    if (char === 'u') return this.#hex(cursor.next() + cursor.next() + cursor.next() + cursor.next());
    if (char === 'c') return (cursor.next().codePointAt(0) as number) ^ 64;
    if (char === '0') {
      const found = cursor.find(/^(?:[0-3][0-7]{2}|[0-7]{1,2})/, 3);
      if (found === null) throw cursor.wrong('\\0 is followed by no octal number');
      cursor.skip(found[0].length);
      return Number.parseInt(found[0], 8);
    }
    if (/^[a-zA-Z]$/.test(char)) throw cursor.wrong(`the escape \\${char} is not supported`);
    return char.codePointAt(0) as number;
  }

  /** `[...]`: ranges, escapes, nested classes and `&&`. */
  charClass(flags: RegexFlags, depth: number): CharTest {
    if (depth > MAX_DEPTH) throw this.#cursor.wrong(`it is nested more than ${MAX_DEPTH} deep`);
    const { hasClassAlgebra } = this.#dialect;
    const isNegative = this.#cursor.take('^');
    const both: CharTest[] = [];
    let tests: CharTest[] = [];
    while (this.#cursor.skipComment(flags));
    for (let isFirst = true; isFirst || this.#cursor.peek() !== ']'; isFirst = false) {
      if (this.#cursor.peek() === undefined) throw this.#cursor.wrong('a [ does not end');
      if (hasClassAlgebra && this.#cursor.peek() === '&' && this.#cursor.peek(1) === '&') {
        this.#cursor.skip(2);
        if (tests.length > 0) both.push(either(...tests));
        tests = [];
        while (this.#cursor.skipComment(flags));
        if (this.#cursor.peek() === ']') break;
        continue;
      }
      if (hasClassAlgebra && this.#cursor.take('[')) tests.push(this.charClass(flags, depth + 1));
      else tests.push(this.#classItem(flags));
      while (this.#cursor.skipComment(flags));
    }
    this.#cursor.skip(1);
    if (tests.length > 0) both.push(either(...tests));
    const [first, ...others] = both;
    const test: CharTest =
      first !== undefined && others.length === 0 ? first : (point) => both.every((part) => part(point));
    return isNegative ? this.wide(not(test)) : test;
  }

  #classItem(flags: RegexFlags): CharTest {
    const first = this.#cursor.next();
    if (first === '\\') {
      const char = this.#cursor.next();
      if (char === 'Q')
        return either(...this.#cursor.quote().map((part) => this.literal(part.codePointAt(0) as number, flags)));
      if (Object.hasOwn(this.#dialect.classes, char) || char === 'p' || char === 'P') return this.escaped(char, flags);
      return this.#range(this.#escapedPoint(char), flags);
    }
    return this.#range(first.codePointAt(0) as number, flags);
  }

  #range(low: number, flags: RegexFlags): CharTest {
    while (this.#cursor.skipComment(flags));
    const after = this.#cursor.peek(1);
    const isNested = after === '[' && this.#dialect.hasClassAlgebra;
    if (this.#cursor.peek() !== '-' || after === ']' || isNested || after === undefined)
      return this.literal(low, flags);
    this.#cursor.skip(1);
    const last = this.#cursor.next();
    const high = last === '\\' ? this.#escapedPoint(this.#cursor.next()) : (last.codePointAt(0) as number);
    if (high < low) throw this.#cursor.wrong('a range has its ends the wrong way round');
    if (!flags.ignoreCase && high <= 0xffff) return (point) => point >= low && point <= high;
    return this.wide((point) => [point, ...otherCases(point, flags)].some((other) => other >= low && other <= high));
  }

  #hex(text: string): number {
    const point = /^[\da-fA-F]{1,8}$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
    if (!(point <= 0x10ffff)) throw this.#cursor.wrong('a hexadecimal escape is no character');
    return point;
  }
}
