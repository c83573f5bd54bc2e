import { ScoringError } from '../../scoring-error.ts';
import { parseRegex } from './parse-regex.ts';
import type { RegexNode } from './regex-node.ts';

/** Steps that one text may cost: a pattern that goes back and forth for ever is stopped, and only its row fails. */
const MAX_STEPS = 5_000_000;

/** A compiled step: tries to match from `at` and calls `next` with where it ended; the last end, or -1. */
type Matcher = (run: Run, at: number, next: Continue) => number;
type Continue = (at: number) => number;

/** Where a match and its groups begin and end; groups count from 1. */
type Match = readonly [start: number, end: number, groups: readonly (readonly [number, number] | undefined)[]];

/** Deepest chain of calls that a match may need; a longer one would end on the engine's own stack. */
const MAX_DEPTH = 3000;

interface Run {
  readonly text: string;
  readonly groups: (readonly [number, number] | undefined)[];
  steps: number;
  depth: number;
}

/**
 * A pattern of `java.util.regex` with Java's meaning (ASCII classes, class algebra, possessive quantifiers, \Q...\E),
 * by backtracking with a bound on steps. Source: documentation of `java.util.regex.Pattern`, Java 17.
 */
export class JavaRegex {
  readonly #match: Matcher;
  /** Groups that a match tells, besides itself. */
  readonly groupCount: number;
  readonly #isWide: boolean;

  constructor(pattern: string) {
    const { root, groupCount, isWide } = parseRegex(pattern);
    this.#match = compile(root);
    this.groupCount = groupCount;
    this.#isWide = isWide;
  }

  /** Whether the pattern is found anywhere. */
  isFoundIn(text: string): boolean {
    return this.#find(text, 0, { steps: 0 }) !== undefined;
  }

  /** All matches that do not overlap. */
  matches(text: string): string[] {
    return this.#all(text).map(([start, end]) => text.slice(start, end));
  }

  /** Java's `split`: no empty piece at the front for an empty match there, none at the end unless they are to be kept. */
  split(text: string, keepsEmpty = false): string[] {
    const pieces: string[] = [];
    let from = 0;
    for (const [start, end] of this.#all(text)) {
      if (end === 0) continue;
      pieces.push(text.slice(from, start));
      from = end;
    }
    if (pieces.length === 0) return [text];
    pieces.push(text.slice(from));
    while (!keepsEmpty && pieces.at(-1) === '') pieces.pop();
    return pieces;
  }

  /** The text with each match replaced by what its groups make, the match itself being group 0. */
  replaceEach(text: string, compose: (groups: readonly (string | undefined)[]) => string): string {
    let replaced = '';
    let from = 0;
    for (const match of this.#all(text)) {
      replaced += text.slice(from, match[0]) + compose(groupTexts(text, match));
      from = match[1];
    }
    return replaced + text.slice(from);
  }

  /** The groups of the first match, the match itself being group 0. */
  firstMatch(text: string): readonly (string | undefined)[] | undefined {
    const match = this.#find(text, 0, { steps: 0 });
    return match === undefined ? undefined : groupTexts(text, match);
  }

  #all(text: string): Match[] {
    const found: Match[] = [];
    const budget = { steps: 0 };
    for (let at = 0; at <= text.length; ) {
      const match = this.#find(text, at, budget);
      if (match === undefined) break;
      found.push(match);
      at = match[1] > match[0] ? match[1] : match[1] + 1;
    }
    return found;
  }

  #find(text: string, from: number, budget: { steps: number }): Match | undefined {
    const run: Run = { text, groups: Array.from({ length: this.groupCount + 1 }), steps: budget.steps, depth: 0 };
    for (let at = from; at <= text.length; at++) {
      const end = matchAt(this.#match, run, at);
      budget.steps = run.steps;
      if (end >= 0) return [at, end, run.groups];
      if (this.#isWide && isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) at++;
    }
    return undefined;
  }
}

function groupTexts(text: string, [start, end, groups]: Match): (string | undefined)[] {
  const texts = groups.map((group) => (group === undefined ? undefined : text.slice(...group)));
  texts[0] = text.slice(start, end);
  return texts;
}

/** A chain of calls that outgrows the engine's stack counts as too many steps. */
function matchAt(match: Matcher, run: Run, at: number): number {
  try {
    return match(run, at, (last) => last);
  } catch (error) {
    if (error instanceof RangeError) throw tooLong(run);
    throw error;
  }
}

function tooLong(run: Run): ScoringError {
  const message = 'The regular expression takes too many steps for this text';
  return new ScoringError('invalid_value', message, { value: run.text.slice(0, 100) });
}

function count(run: Run): void {
  if (++run.steps > MAX_STEPS || run.depth > MAX_DEPTH) throw tooLong(run);
}

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;

function compile(node: RegexNode): Matcher {
  switch (node.kind) {
    case 'char':
      return (run, at, next) => {
        count(run);
        const end = charEnd(run.text, at, node.test);
        return end < 0 ? -1 : next(end);
      };
    case 'sequence':
      return node.parts.map(compile).reduceRight(chain, (_, at, next) => next(at));
    case 'choice': {
      const options = node.options.map(compile);
      return (run, at, next) => {
        for (const option of options) {
          count(run);
          const end = option(run, at, next);
          if (end >= 0) return end;
        }
        return -1;
      };
    }
    case 'group':
      return compileGroup(compile(node.part), node.number);
    case 'atomic': {
      const part = compile(node.part);
      return (run, at, next) => {
        const end = part(run, at, (last) => last);
        return end < 0 ? -1 : next(end);
      };
    }
    case 'look':
      return node.isAhead
        ? compileAhead(compile(node.part), node.isNegative)
        : compileBehind(compile(node.part), node.isNegative);
    case 'back':
      return compileBack(node.number, node.fold);
    case 'assert':
      return (run, at, next) => (node.test(run.text, at) ? next(at) : -1);
    case 'repeat':
      return compileRepeat(node);
  }
}

function charEnd(text: string, at: number, test: (point: number) => boolean): number {
  const point = text.codePointAt(at);
  if (point === undefined || !test(point)) return -1;
  return point > 0xffff ? at + 2 : at + 1;
}

function chain(rest: Matcher, part: Matcher): Matcher {
  return (run, at, next) => part(run, at, (end) => rest(run, end, next));
}

function compileGroup(part: Matcher, number: number): Matcher {
  return (run, at, next) => {
    const before = run.groups[number];
    const end = part(run, at, (last) => {
      const inner = run.groups[number];
      run.groups[number] = [at, last];
      const result = next(last);
      if (result < 0) run.groups[number] = inner;
      return result;
    });
    if (end < 0) run.groups[number] = before;
    return end;
  };
}

function compileAhead(part: Matcher, isNegative: boolean): Matcher {
  return (run, at, next) => {
    const isFound = part(run, at, (last) => last) >= 0;
    return isFound === isNegative ? -1 : next(at);
  };
}

function compileBehind(part: Matcher, isNegative: boolean): Matcher {
  return (run, at, next) => {
    let isFound = false;
    for (let from = at; from >= 0 && !isFound; from--) {
      count(run);
      isFound = part(run, from, (last) => (last === at ? last : -1)) >= 0;
    }
    return isFound === isNegative ? -1 : next(at);
  };
}

function compileBack(number: number, fold: (point: number) => number): Matcher {
  return (run, at, next) => {
    const group = run.groups[number];
    if (group === undefined) return -1;
    const length = group[1] - group[0];
    if (at + length > run.text.length) return -1;
    for (let offset = 0; offset < length; offset++) {
      count(run);
      if (fold(run.text.charCodeAt(group[0] + offset)) !== fold(run.text.charCodeAt(at + offset))) return -1;
    }
    return next(at + length);
  };
}

/** Repeated parts. A round that took no text ends the repetition, whatever its least number. */
function compileRepeat(node: RegexNode & { readonly kind: 'repeat' }): Matcher {
  if (node.part.kind === 'char') return compileCharRepeat(node.part.test, node);
  const part = compile(node.part);
  const { min, max, mode } = node;
  if (mode === 'possessive') return compilePossessive(part, min, max);
  const repeat = (run: Run, at: number, done: number, next: Continue): number => {
    count(run);
    const again = () => {
      run.depth++;
      const end = part(run, at, (last) => (last === at ? next(last) : repeat(run, last, done + 1, next)));
      run.depth--;
      return end;
    };
    if (done < min) return again();
    if (mode === 'lazy') {
      const end = next(at);
      return end >= 0 || done >= max ? end : again();
    }
    const end = done < max ? again() : -1;
    return end >= 0 ? end : next(at);
  };
  return (run, at, next) => repeat(run, at, 0, next);
}

/** Each round keeps the first way that it matches. */
function compilePossessive(part: Matcher, min: number, max: number): Matcher {
  return (run, start, next) => {
    let at = start;
    for (let done = 0; done < max; done++) {
      count(run);
      const end = part(run, at, (last) => last);
      if (end < 0 && done < min) return -1;
      if (end <= at) break;
      at = end;
    }
    return next(at);
  };
}

/** Repeated single characters need no recursion: walk on, then step back. */
function compileCharRepeat(
  test: (point: number) => boolean,
  { min, max, mode }: { min: number; max: number; mode: string },
): Matcher {
  return (run, start, next) => {
    let at = start;
    let done = 0;
    for (; done < min; done++) {
      count(run);
      at = charEnd(run.text, at, test);
      if (at < 0) return -1;
    }
    if (mode === 'lazy') {
      for (;;) {
        const end = next(at);
        if (end >= 0 || done++ >= max) return end;
        count(run);
        at = charEnd(run.text, at, test);
        if (at < 0) return -1;
      }
    }
    const least = at;
    for (; done < max; done++) {
      count(run);
      const end = charEnd(run.text, at, test);
      if (end < 0) break;
      at = end;
    }
    if (mode === 'possessive') return next(at);
    for (;;) {
      const end = next(at);
      if (end >= 0 || at <= least) return end;
      at -= at - 2 >= least && isLow(run.text.charCodeAt(at - 1)) && isHigh(run.text.charCodeAt(at - 2)) ? 2 : 1;
    }
  };
}
