import { ScoringError } from '../../scoring-error.ts';
import { anyCaseClass, either, isAsciiClass, namedClass, not } from './char-classes.ts';
import { foldCase, otherCases } from './fold-case.ts';
import { lineBreak } from './line-ends.ts';
import { javaDialect, type RegexDialect } from './regex-dialect.ts';
import type { CharTest, RegexNode } from './regex-node.ts';
import { own } from '../../../util/own.ts';

/** Longest pattern and deepest nesting that are read. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 200;

interface Flags {
  readonly ignoreCase: boolean;
  readonly unicodeCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly comments: boolean;
}

const noFlags: Flags = { ignoreCase: false, unicodeCase: false, dotAll: false, multiline: false, comments: false };

export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
  /** Whether some part may match beyond the BMP: only then does Java's search step over surrogate pairs as a whole. */
  readonly isWide: boolean;
}

/** Parses a pattern of `java.util.regex`. Throws `bad_model` for one that is malformed or uses what is not read. */
export function parseRegex(pattern: string, dialect: RegexDialect = javaDialect): ParsedRegex {
  if (pattern.length > MAX_LENGTH)
    throw new ScoringError(
      'bad_model',
      `The pattern has ${pattern.length} characters; at most ${MAX_LENGTH} are read.`,
    );
  const parser = new RegexParser(pattern, dialect);
  const root = parser.choice(noFlags, 0);
  parser.expectEnd();
  return { root, groupCount: parser.groupCount, isWide: parser.isWide };
}

class RegexParser {
  readonly #points: readonly string[];
  #at = 0;
  groupCount = 0;
  isWide = false;
  readonly #names = new Map<string, number>();
  readonly #dialect: RegexDialect;

  constructor(pattern: string, dialect: RegexDialect) {
    this.#dialect = dialect;
    this.#points = Array.from(pattern);
  }

  expectEnd(): void {
    if (this.#at < this.#points.length) throw this.#wrong('there is an unmatched closing parenthesis');
  }

  choice(flags: Flags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw this.#wrong(`it is nested more than ${MAX_DEPTH} deep`);
    const options: RegexNode[] = [];
    let current = flags;
    for (;;) {
      const parts: RegexNode[] = [];
      while (this.#peek() !== undefined && this.#peek() !== '|' && this.#peek() !== ')') {
        const inline = this.#inlineFlags(current);
        if (inline !== undefined) current = inline;
        else if (!this.#skipComment(current)) parts.push(this.#quantified(current, depth));
      }
      options.push(parts.length === 1 ? parts[0] : { kind: 'sequence', parts });
      if (this.#peek() !== '|') break;
      this.#at++;
    }
    return options.length === 1 ? options[0] : { kind: 'choice', options };
  }

  #quantified(flags: Flags, depth: number): RegexNode {
    if (this.#peek() === '\\' && this.#points[this.#at + 1] === 'Q') return this.#quoted(flags);
    return this.#repeated(this.#atom(flags, depth), flags);
  }

  /** `\Q...\E`; what follows repeats its last character alone. */
  #quoted(flags: Flags): RegexNode {
    this.#at += 2;
    const parts = this.#quote().map((part) => this.#literal(part, flags));
    const last = parts.pop();
    return { kind: 'sequence', parts: last === undefined ? [] : [...parts, this.#repeated(last, flags)] };
  }

  #repeated(part: RegexNode, flags: Flags): RegexNode {
    while (this.#skipComment(flags));
    const bounds = this.#bounds();
    if (bounds === undefined) return part;
    const [min, max] = bounds;
    const mode = this.#take('?') ? 'lazy' : this.#take('+') ? 'possessive' : 'greedy';
    // Repeated, \R takes \r\n as one and does not come back for its half.
    const whole: RegexNode = part === lineBreak ? { kind: 'atomic', part } : part;
    return { kind: 'repeat', part: whole, min, max, mode };
  }

  #bounds(): [number, number] | undefined {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#take('?')) return [0, 1];
    if (this.#peek() !== '{') return undefined;
    const found = /^\{(\d{1,9})(,?)(\d{0,9})\}/.exec(this.#points.slice(this.#at, this.#at + 24).join(''));
    if (found === null) throw this.#wrong('a { has no numbers');
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (max < min) throw this.#wrong('a repetition has its bounds the wrong way round');
    return [min, max];
  }

  #atom(flags: Flags, depth: number): RegexNode {
    const char = this.#next();
    if (char === '(') return this.#group(flags, depth);
    if (char === '[') return { kind: 'char', test: this.#class(flags, depth) };
    if (char === '.') return { kind: 'char', test: this.#wide(flags.dotAll ? () => true : this.#dialect.dot) };
    if (char === '^')
      return { kind: 'assert', test: flags.multiline ? this.#dialect.isLineStart : (_, at) => at === 0 };
    if (char === '$')
      return { kind: 'assert', test: flags.multiline ? this.#dialect.isLineEnd : this.#dialect.isFinalEnd };
    if (char === '\\') return this.#escape(flags);
    if (char === '*' || char === '+' || char === '?') throw this.#wrong(`there is nothing before a ${char}`);
    return this.#literal(char, flags);
  }

  #group(flags: Flags, depth: number): RegexNode {
    if (!this.#take('?')) {
      this.groupCount++;
      const number = this.groupCount;
      return { kind: 'group', number, part: this.#body(flags, depth) };
    }
    if (this.#take(':')) return this.#body(flags, depth);
    if (this.#take('>')) return { kind: 'atomic', part: this.#body(flags, depth) };
    if (this.#take('=')) return { kind: 'look', isAhead: true, isNegative: false, part: this.#body(flags, depth) };
    if (this.#take('!')) return { kind: 'look', isAhead: true, isNegative: true, part: this.#body(flags, depth) };
    if (this.#take('<')) {
      if (this.#take('=')) return { kind: 'look', isAhead: false, isNegative: false, part: this.#body(flags, depth) };
      if (this.#take('!')) return { kind: 'look', isAhead: false, isNegative: true, part: this.#body(flags, depth) };
      this.groupCount++;
      const number = this.groupCount;
      this.#names.set(this.#until('>'), number);
      return { kind: 'group', number, part: this.#body(flags, depth) };
    }
    const inner = this.#flagLetters(flags);
    if (!this.#take(':')) throw this.#wrong('a (? is followed by something unknown');
    return this.#body(inner, depth);
  }

  #body(flags: Flags, depth: number): RegexNode {
    const part = this.choice(flags, depth + 1);
    if (!this.#take(')')) throw this.#wrong('a group does not end');
    return part;
  }

  /** `(?i)` and the like, which hold for the rest of the group. */
  #inlineFlags(flags: Flags): Flags | undefined {
    const found = /^\(\?[a-zA-Z]*(?:-[a-zA-Z]*)?\)/.exec(this.#points.slice(this.#at, this.#at + 24).join(''));
    if (found === null) return undefined;
    this.#at += 2;
    const result = this.#flagLetters(flags);
    this.#at++;
    return result;
  }

  #flagLetters(flags: Flags): Flags {
    const result: Record<keyof Flags, boolean> = { ...flags };
    let value = true;
    for (let char = this.#peek(); char !== undefined && char !== ')' && char !== ':'; char = this.#peek()) {
      this.#at++;
      if (char === '-') value = false;
      else if (char === 'i') result.ignoreCase = value;
      else if (char === 'u') result.unicodeCase = value;
      else if (char === 's') result.dotAll = value;
      else if (char === 'm') result.multiline = value;
      else if (char === 'x') result.comments = value;
      else throw this.#wrong(`the flag ${char} is not supported`);
    }
    return result;
  }

  /** White space and # comments under the flag x. */
  #skipComment({ comments }: Flags): boolean {
    if (!comments) return false;
    const char = this.#peek();
    if (char !== undefined && /^[ \t\n\v\f\r]$/.test(char)) {
      this.#at++;
      return true;
    }
    if (char !== '#') return false;
    while (this.#peek() !== undefined && this.#peek() !== '\n') this.#at++;
    return true;
  }

  #escape(flags: Flags): RegexNode {
    const char = this.#next();
    if (char === 'R') return lineBreak;
    if (char === 'k' && this.#take('<'))
      return back(this.#names.get(this.#until('>')), flags, () => this.#wrong('it names no group'));
    if (/^[1-9]$/.test(char))
      return back(this.#groupNumber(Number(char)), flags, () => this.#wrong('it refers to no group'));
    const assertion = own(this.#dialect.assertions, char);
    if (assertion !== undefined) return { kind: 'assert', test: assertion };
    return { kind: 'char', test: this.#escapedChar(char, flags) };
  }

  /** As many digits as make the number of a group that exists. */
  #groupNumber(first: number): number | undefined {
    let number = first;
    for (
      let char = this.#peek();
      char !== undefined && /^\d$/.test(char) && number * 10 + Number(char) <= this.groupCount;
      char = this.#peek()
    ) {
      number = number * 10 + Number(char);
      this.#at++;
    }
    return number <= this.groupCount ? number : undefined;
  }

  #quote(): string[] {
    const text: string[] = [];
    while (this.#peek() !== undefined) {
      if (this.#peek() === '\\' && this.#points[this.#at + 1] === 'E') {
        this.#at += 2;
        break;
      }
      text.push(this.#next());
    }
    return text;
  }

  /** One escape that stands for a character or a class; `char` is what follows the backslash. */
  #escapedChar(char: string, flags: Flags): CharTest {
    const known = own(this.#dialect.classes, char);
    if (known !== undefined) return /[DSWHV]/.test(char) ? this.#wide(known) : known;
    if (char === 'p' || char === 'P') {
      const written = this.#take('{') ? this.#until('}') : this.#next();
      const name = written.replace(/^\^/, '');
      const found = flags.ignoreCase ? (anyCaseClass(name) ?? namedClass(name)) : namedClass(name);
      if (found === undefined) throw this.#wrong(`the class "${name}" is unknown`);
      if (written.startsWith('^') !== (char === 'P')) return this.#wide(not(found));
      return isAsciiClass(name) ? found : this.#wide(found);
    }
    return this.#literalTest(this.#escapedPoint(char), flags);
  }

  #escapedPoint(char: string): number {
    const known = own(this.#dialect.controls, char);
    if (known !== undefined) return known;
    if (char === 'x') return this.#take('{') ? this.#hex(this.#until('}')) : this.#hex(this.#next() + this.#next());
    if (char === 'u') return this.#hex(this.#next() + this.#next() + this.#next() + this.#next());
    if (char === 'c') return (this.#next().codePointAt(0) as number) ^ 64;
    if (char === '0') {
      const found = /^(?:[0-3][0-7]{2}|[0-7]{1,2})/.exec(this.#points.slice(this.#at, this.#at + 3).join(''));
      if (found === null) throw this.#wrong('\\0 is followed by no octal number');
      this.#at += found[0].length;
      return Number.parseInt(found[0], 8);
    }
    if (/^[a-zA-Z]$/.test(char)) throw this.#wrong(`the escape \\${char} is not supported`);
    return char.codePointAt(0) as number;
  }

  /** `[...]`: ranges, escapes, nested classes and `&&`. */
  #class(flags: Flags, depth: number): CharTest {
    if (depth > MAX_DEPTH) throw this.#wrong(`it is nested more than ${MAX_DEPTH} deep`);
    const { hasClassAlgebra } = this.#dialect;
    const isNegative = this.#take('^');
    const both: CharTest[] = [];
    let tests: CharTest[] = [];
    while (this.#skipComment(flags));
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#peek() === undefined) throw this.#wrong('a [ does not end');
      if (hasClassAlgebra && this.#peek() === '&' && this.#points[this.#at + 1] === '&') {
        this.#at += 2;
        if (tests.length > 0) both.push(either(...tests));
        tests = [];
        while (this.#skipComment(flags));
        if (this.#peek() === ']') break;
        continue;
      }
      if (hasClassAlgebra && this.#take('[')) tests.push(this.#class(flags, depth + 1));
      else tests.push(this.#classItem(flags));
      while (this.#skipComment(flags));
    }
    this.#at++;
    if (tests.length > 0) both.push(either(...tests));
    const test: CharTest = both.length === 1 ? both[0] : (point) => both.every((part) => part(point));
    return isNegative ? this.#wide(not(test)) : test;
  }

  #classItem(flags: Flags): CharTest {
    const first = this.#next();
    if (first === '\\') {
      const char = this.#next();
      if (char === 'Q')
        return either(...this.#quote().map((part) => this.#literalTest(part.codePointAt(0) as number, flags)));
      if (Object.hasOwn(this.#dialect.classes, char) || char === 'p' || char === 'P')
        return this.#escapedChar(char, flags);
      return this.#range(this.#escapedPoint(char), flags);
    }
    return this.#range(first.codePointAt(0) as number, flags);
  }

  #range(low: number, flags: Flags): CharTest {
    while (this.#skipComment(flags));
    const after = this.#points[this.#at + 1];
    const isNested = after === '[' && this.#dialect.hasClassAlgebra;
    if (this.#peek() !== '-' || after === ']' || isNested || after === undefined) return this.#literalTest(low, flags);
    this.#at++;
    const last = this.#next();
    const high = last === '\\' ? this.#escapedPoint(this.#next()) : (last.codePointAt(0) as number);
    if (high < low) throw this.#wrong('a range has its ends the wrong way round');
    if (!flags.ignoreCase && high <= 0xffff) return (point) => point >= low && point <= high;
    return this.#wide((point) => [point, ...otherCases(point, flags)].some((other) => other >= low && other <= high));
  }

  #literal(char: string, flags: Flags): RegexNode {
    return { kind: 'char', test: this.#literalTest(char.codePointAt(0) as number, flags) };
  }

  #literalTest(wanted: number, flags: Flags): CharTest {
    const isAnyCase = flags.ignoreCase && (flags.unicodeCase || wanted < 128);
    if (wanted > 0xffff || isHalfPair(wanted) || (isAnyCase && flags.unicodeCase)) this.isWide = true;
    if (!isAnyCase) return (point) => point === wanted;
    const folded = foldCase(wanted);
    return (point) => point === wanted || ((flags.unicodeCase || point < 128) && foldCase(point) === folded);
  }

  /** Remembers that the pattern has a test that is not for the BMP only. */
  #wide(test: CharTest): CharTest {
    this.isWide = true;
    return test;
  }

  #hex(text: string): number {
    const point = /^[\da-fA-F]{1,8}$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
    if (!(point <= 0x10ffff)) throw this.#wrong('a hexadecimal escape is no character');
    return point;
  }

  #until(end: string): string {
    const from = this.#at;
    while (this.#peek() !== undefined && this.#peek() !== end) this.#at++;
    const text = this.#points.slice(from, this.#at).join('');
    if (!this.#take(end)) throw this.#wrong(`a ${end} is missing`);
    return text;
  }

  #peek(): string | undefined {
    return this.#points[this.#at];
  }

  #next(): string {
    const char = this.#points[this.#at++];
    if (char === undefined) throw this.#wrong('it ends too early');
    return char;
  }

  #take(char: string): boolean {
    if (this.#points[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #wrong(what: string): ScoringError {
    const pattern = this.#points.slice(0, 100).join('');
    return new ScoringError(
      'bad_model',
      `The regular expression "${pattern}" cannot be read: ${what} (at ${this.#at}).`,
    );
  }
}

const isHalfPair = (point: number) => point >= 0xd800 && point < 0xe000;

function back(number: number | undefined, flags: Flags, missing: () => ScoringError): RegexNode {
  if (number === undefined) throw missing();
  const fold = (point: number) => (flags.ignoreCase && (flags.unicodeCase || point < 128) ? foldCase(point) : point);
  return { kind: 'back', number, fold };
}
