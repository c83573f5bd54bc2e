import { charEnd } from './char-end.ts';
import type { RegexMatch, RegexSearch } from './regex-match.ts';
import type { RegexNode } from './regex-node.ts';
import { type StepBudget, tooManySteps } from './step-budget.ts';
import { isHighSurrogate, isLowSurrogate } from './surrogates.ts';

/** A compiled step: tries to match from `at` and calls `next` with where it ended; the last end, or -1. */
type Matcher = (run: Run, at: number, next: Continue) => number;
type Continue = (at: number) => number;

/** Deepest chain of calls that a match may need; a longer one would end on the engine's own stack. */
const MAX_DEPTH = 3000;

interface Run {
  readonly text: string;
  readonly groups: (readonly [number, number] | undefined)[];
  readonly budget: StepBudget;
  depth: number;
}

/** Makes backtracking searches within a budget, for patterns with back-references, look-around and the like. */
export class BacktrackingSearches {
  readonly #match: Matcher;
  readonly #groupCount: number;

  constructor(root: RegexNode, groupCount: number) {
    this.#match = compile(root);
    this.#groupCount = groupCount;
  }

  open(text: string, budget: StepBudget): RegexSearch {
    const length = this.#groupCount + 1;
    // Until there is a match, what a look-around captured stays from one place to the next, as in Java.
    let groups: Run['groups'] = Array.from({ length });
    return {
      matchAt: (at): RegexMatch | undefined => {
        const end = matchAt(this.#match, { text, groups, budget, depth: 0 }, at);
        if (end < 0) return undefined;
        const match = [at, end, groups] as const;
        groups = Array.from({ length });
        return match;
      },
    };
  }
}

/** A chain of calls that outgrows the engine's stack counts as too many steps. */
function matchAt(match: Matcher, run: Run, at: number): number {
  try {
    return match(run, at, (last) => last);
  } catch (error) {
    if (error instanceof RangeError) throw tooManySteps(run.text);
    throw error;
  }
}

function count(run: Run): void {
  run.budget.step(run.text);
  if (run.depth > MAX_DEPTH) throw tooManySteps(run.text);
}

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
  return (run, start, next) => {
    const round = (at: number, done: number): number => {
      count(run);
      const again = () => {
        run.depth++;
        const end = part(run, at, (last) => (last === at ? next(last) : round(last, done + 1)));
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
    return round(start, 0);
  };
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
      at -=
        at - 2 >= least && isLowSurrogate(run.text.charCodeAt(at - 1)) && isHighSurrogate(run.text.charCodeAt(at - 2))
          ? 2
          : 1;
    }
  };
}
