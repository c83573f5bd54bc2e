import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';
import { CharParser, MAX_DEPTH } from './char-parser.ts';
import { foldCase } from './fold-case.ts';
import { lineBreak } from './line-ends.ts';
import { PatternCursor } from './pattern-cursor.ts';
import { javaDialect, type RegexDialect } from './regex-dialect.ts';
import { noFlags, type RegexFlags } from './regex-flags.ts';
import type { RegexNode } from './regex-node.ts';

/** Longest pattern that is read. */
const MAX_LENGTH = 20_000;

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
  groupCount = 0;
  readonly #cursor: PatternCursor;
  readonly #dialect: RegexDialect;
  readonly #chars: CharParser;
  readonly #names = new Map<string, number>();

  constructor(pattern: string, dialect: RegexDialect) {
    this.#cursor = new PatternCursor(pattern);
    this.#dialect = dialect;
    this.#chars = new CharParser(this.#cursor, dialect);
  }

  get isWide(): boolean {
    return this.#chars.isWide;
  }

  expectEnd(): void {
    if (this.#cursor.peek() !== undefined) throw this.#cursor.wrong('there is an unmatched closing parenthesis');
  }

  choice(flags: RegexFlags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw this.#cursor.wrong(`it is nested more than ${MAX_DEPTH} deep`);
    const options: RegexNode[] = [];
    let current = flags;
    for (;;) {
      const parts: RegexNode[] = [];
      while (this.#cursor.peek() !== undefined && this.#cursor.peek() !== '|' && this.#cursor.peek() !== ')') {
        const inline = this.#inlineFlags(current);
        if (inline !== undefined) current = inline;
        else if (!this.#cursor.skipComment(current)) parts.push(this.#quantified(current, depth));
      }
      options.push(onlyOf(parts) ?? { kind: 'sequence', parts });
      if (this.#cursor.peek() !== '|') break;
      this.#cursor.skip(1);
    }
    return onlyOf(options) ?? { kind: 'choice', options };
  }

  #quantified(flags: RegexFlags, depth: number): RegexNode {
    if (this.#cursor.peek() === '\\' && this.#cursor.peek(1) === 'Q') return this.#quoted(flags);
    return this.#repeated(this.#atom(flags, depth), flags);
  }

  /** `\Q...\E`; what follows repeats its last character alone. */
  #quoted(flags: RegexFlags): RegexNode {
    this.#cursor.skip(2);
    const parts = this.#cursor.quote().map((part) => this.#literal(part, flags));
    const last = parts.pop();
    return { kind: 'sequence', parts: last === undefined ? [] : [...parts, this.#repeated(last, flags)] };
  }

  #repeated(part: RegexNode, flags: RegexFlags): RegexNode {
    while (this.#cursor.skipComment(flags));
    const bounds = this.#bounds();
    if (bounds === undefined) return part;
    const [min, max] = bounds;
    const mode = this.#cursor.take('?') ? 'lazy' : this.#cursor.take('+') ? 'possessive' : 'greedy';
    // Repeated, \R takes \r\n as one and does not come back for its half.
    const whole: RegexNode = part === lineBreak ? { kind: 'atomic', part } : part;
    return { kind: 'repeat', part: whole, min, max, mode };
  }

  #bounds(): [number, number] | undefined {
    if (this.#cursor.take('*')) return [0, Infinity];
    if (this.#cursor.take('+')) return [1, Infinity];
    if (this.#cursor.take('?')) return [0, 1];
    if (this.#cursor.peek() !== '{') return undefined;
    const found = this.#cursor.find(/^\{(\d{1,9})(,?)(\d{0,9})\}/, 24);
    if (found === null) throw this.#cursor.wrong('a { has no numbers');
    this.#cursor.skip(found[0].length);
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (max < min) throw this.#cursor.wrong('a repetition has its bounds the wrong way round');
    return [min, max];
  }

  #atom(flags: RegexFlags, depth: number): RegexNode {
    const char = this.#cursor.next();
    if (char === '(') return this.#group(flags, depth);
    if (char === '[') return { kind: 'char', test: this.#chars.charClass(flags, depth) };
    if (char === '.') return { kind: 'char', test: this.#chars.wide(flags.dotAll ? () => true : this.#dialect.dot) };
    if (char === '^')
      return { kind: 'assert', test: flags.multiline ? this.#dialect.isLineStart : (_, at) => at === 0 };
    if (char === '$')
      return { kind: 'assert', test: flags.multiline ? this.#dialect.isLineEnd : this.#dialect.isFinalEnd };
    if (char === '\\') return this.#escape(flags);
    if (char === '*' || char === '+' || char === '?') throw this.#cursor.wrong(`there is nothing before a ${char}`);
    return this.#literal(char, flags);
  }

  #group(flags: RegexFlags, depth: number): RegexNode {
    const cursor = this.#cursor;
    if (!cursor.take('?')) return this.#captured(++this.groupCount, flags, depth);
    if (cursor.take(':')) return this.#body(flags, depth);
    if (cursor.take('>')) return { kind: 'atomic', part: this.#body(flags, depth) };
    const isAhead = !cursor.take('<');
    for (const mark of ['=', '!'])
      if (cursor.take(mark)) return { kind: 'look', isAhead, isNegative: mark === '!', part: this.#body(flags, depth) };
    if (!isAhead) {
      this.#names.set(cursor.until('>'), ++this.groupCount);
      return this.#captured(this.groupCount, flags, depth);
    }
    const inner = this.#flagLetters(flags);
    if (!cursor.take(':')) throw cursor.wrong('a (? is followed by something unknown');
    return this.#body(inner, depth);
  }

  #captured(number: number, flags: RegexFlags, depth: number): RegexNode {
    return { kind: 'group', number, part: this.#body(flags, depth) };
  }

  #body(flags: RegexFlags, depth: number): RegexNode {
    const part = this.choice(flags, depth + 1);
    if (!this.#cursor.take(')')) throw this.#cursor.wrong('a group does not end');
    return part;
  }

  /** `(?i)` and the like, which hold for the rest of the group. */
  #inlineFlags(flags: RegexFlags): RegexFlags | undefined {
    const found = this.#cursor.find(/^\(\?[a-zA-Z]*(?:-[a-zA-Z]*)?\)/, 24);
    if (found === null) return undefined;
    this.#cursor.skip(2);
    const result = this.#flagLetters(flags);
    this.#cursor.skip(1);
    return result;
  }

  #flagLetters(flags: RegexFlags): RegexFlags {
    const result: Record<keyof RegexFlags, boolean> = { ...flags };
    let value = true;
    for (
      let char = this.#cursor.peek();
      char !== undefined && char !== ')' && char !== ':';
      char = this.#cursor.peek()
    ) {
      this.#cursor.skip(1);
      if (char === '-') value = false;
      else if (char === 'i') result.ignoreCase = value;
      else if (char === 'u') result.unicodeCase = value;
      else if (char === 's') result.dotAll = value;
      else if (char === 'm') result.multiline = value;
      else if (char === 'x') result.comments = value;
      else throw this.#cursor.wrong(`the flag ${char} is not supported`);
    }
    return result;
  }

  #escape(flags: RegexFlags): RegexNode {
    const char = this.#cursor.next();
    if (char === 'R') return lineBreak;
    if (char === 'k' && this.#cursor.take('<'))
      return back(this.#names.get(this.#cursor.until('>')), flags, () => this.#cursor.wrong('it names no group'));
    if (/^[1-9]$/.test(char))
      return back(this.#groupNumber(Number(char)), flags, () => this.#cursor.wrong('it refers to no group'));
    const assertion = own(this.#dialect.assertions, char);
    if (assertion !== undefined) return { kind: 'assert', test: assertion };
    return { kind: 'char', test: this.#chars.escaped(char, flags) };
  }

  /** As many digits as make the number of a group that exists. */
  #groupNumber(first: number): number | undefined {
    let number = first;
    for (
      let char = this.#cursor.peek();
      char !== undefined && /^\d$/.test(char) && number * 10 + Number(char) <= this.groupCount;
      char = this.#cursor.peek()
    ) {
      number = number * 10 + Number(char);
      this.#cursor.skip(1);
    }
    return number <= this.groupCount ? number : undefined;
  }

  #literal(char: string, flags: RegexFlags): RegexNode {
    return { kind: 'char', test: this.#chars.literal(char.codePointAt(0) as number, flags) };
  }
}

function back(number: number | undefined, flags: RegexFlags, missing: () => ScoringError): RegexNode {
  if (number === undefined) throw missing();
  const fold = (point: number) => (flags.ignoreCase && (flags.unicodeCase || point < 128) ? foldCase(point) : point);
  return { kind: 'back', number, fold };
}

const onlyOf = (nodes: readonly RegexNode[]): RegexNode | undefined => (nodes.length === 1 ? nodes[0] : undefined);
