import { ScoringError } from '../../scoring-error.ts';
import { escapedClasses, either, namedClass, not } from './char-classes.ts';
import { assertions, isFinalEnd, isLineEnd, isLineStart, lineBreak, notLineEnd } from './line-ends.ts';
import type { CharTest, RegexNode } from './regex-node.ts';

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

/** Parses a pattern of `java.util.regex`. Throws `bad_model` for one that is malformed or uses what is not read. */
export function parseRegex(pattern: string): { readonly root: RegexNode; readonly groupCount: number } {
  if (pattern.length > MAX_LENGTH)
    throw new ScoringError(
      'bad_model',
      `The pattern has ${pattern.length} characters; at most ${MAX_LENGTH} are read.`,
    );
  const parser = new RegexParser(pattern);
  const root = parser.choice(noFlags, 0);
  parser.expectEnd();
  return { root, groupCount: parser.groupCount };
}

class RegexParser {
  readonly #points: readonly string[];
  #at = 0;
  groupCount = 0;
  readonly #names = new Map<string, number>();

  constructor(pattern: string) {
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
    let node = this.#atom(flags, depth);
    for (;;) {
      while (this.#skipComment(flags));
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      const [min, max] = bounds;
      const mode = this.#take('?') ? 'lazy' : this.#take('+') ? 'possessive' : 'greedy';
      node = { kind: 'repeat', part: node, min, max, mode };
    }
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
    if (char === '.') return { kind: 'char', test: flags.dotAll ? () => true : notLineEnd };
    if (char === '^') return { kind: 'assert', test: flags.multiline ? isLineStart : (_, at) => at === 0 };
    if (char === '$') return { kind: 'assert', test: flags.multiline ? isLineEnd : isFinalEnd };
    if (char === '\\') return this.#escape(flags);
    if (char === '*' || char === '+' || char === '?') throw this.#wrong(`there is nothing before a ${char}`);
    return literal(char, flags);
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
    if (char === 'Q') {
      const text = this.#quote();
      return { kind: 'sequence', parts: text.map((part) => literal(part, flags)) };
    }
    if (char === 'R') return lineBreak;
    if (char === 'k' && this.#take('<'))
      return back(this.#names.get(this.#until('>')), flags, () => this.#wrong('it names no group'));
    if (/^[1-9]$/.test(char))
      return back(this.#groupNumber(Number(char)), flags, () => this.#wrong('it refers to no group'));
    const assertion = Object.hasOwn(assertions, char) ? assertions[char] : undefined;
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
    if (Object.hasOwn(escapedClasses, char)) return escapedClasses[char];
    if (char === 'p' || char === 'P') {
      const name = this.#take('{') ? this.#until('}') : this.#next();
      const isNegative = name.startsWith('^') !== (char === 'P');
      const found = namedClass(name.replace(/^\^/, ''));
      if (found === undefined) throw this.#wrong(`the class "${name}" is unknown`);
      const folded =
        flags.ignoreCase && /^(?:Lower|Upper|Lu|Ll|javaLowerCase|javaUpperCase)$/.test(name)
          ? either(found, namedClass('Alpha') as CharTest)
          : found;
      return isNegative ? not(folded) : folded;
    }
    return literalTest(this.#escapedPoint(char), flags);
  }

  #escapedPoint(char: string): number {
    const known = controls[char];
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
    const isNegative = this.#take('^');
    const both: CharTest[] = [];
    let tests: CharTest[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#peek() === undefined) throw this.#wrong('a [ does not end');
      if (this.#peek() === '&' && this.#points[this.#at + 1] === '&') {
        this.#at += 2;
        if (tests.length > 0) both.push(either(...tests));
        tests = [];
        if (this.#peek() === ']') break;
        continue;
      }
      if (this.#take('[')) tests.push(this.#class(flags, depth + 1));
      else tests.push(this.#classItem(flags));
    }
    this.#at++;
    if (tests.length > 0) both.push(either(...tests));
    const test: CharTest = both.length === 1 ? both[0] : (point) => both.every((part) => part(point));
    return isNegative ? not(test) : test;
  }

  #classItem(flags: Flags): CharTest {
    const first = this.#next();
    if (first === '\\') {
      const char = this.#next();
      if (char === 'Q')
        return either(...this.#quote().map((part) => literalTest(part.codePointAt(0) as number, flags)));
      if (Object.hasOwn(escapedClasses, char) || char === 'p' || char === 'P') return this.#escapedChar(char, flags);
      return this.#range(this.#escapedPoint(char), flags);
    }
    return this.#range(first.codePointAt(0) as number, flags);
  }

  #range(low: number, flags: Flags): CharTest {
    const after = this.#points[this.#at + 1];
    if (this.#peek() !== '-' || after === ']' || after === '[' || after === undefined) return literalTest(low, flags);
    this.#at++;
    const last = this.#next();
    const high = last === '\\' ? this.#escapedPoint(this.#next()) : (last.codePointAt(0) as number);
    if (high < low) throw this.#wrong('a range has its ends the wrong way round');
    if (!flags.ignoreCase) return (point) => point >= low && point <= high;
    return (point) => [point, ...caseVariants(point, flags)].some((variant) => variant >= low && variant <= high);
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

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

function literal(char: string, flags: Flags): RegexNode {
  return { kind: 'char', test: literalTest(char.codePointAt(0) as number, flags) };
}

function literalTest(wanted: number, flags: Flags): CharTest {
  if (!flags.ignoreCase) return (point) => point === wanted;
  const variants = new Set([wanted, ...caseVariants(wanted, flags)]);
  return (point) => variants.has(point);
}

/** The same letter in the other case; ASCII only without the flag u. */
function caseVariants(point: number, { unicodeCase }: Flags): number[] {
  if (point > 127 && !unicodeCase) return [];
  const char = String.fromCodePoint(point);
  return [char.toLowerCase(), char.toUpperCase()]
    .filter((variant) => Array.from(variant).length === 1)
    .map((variant) => variant.codePointAt(0) as number)
    .filter((variant) => unicodeCase || variant <= 127);
}

function back(number: number | undefined, flags: Flags, missing: () => ScoringError): RegexNode {
  if (number === undefined) throw missing();
  const fold = (point: number) => (flags.ignoreCase ? Math.min(point, ...caseVariants(point, flags)) : point);
  return { kind: 'back', number, fold };
}
