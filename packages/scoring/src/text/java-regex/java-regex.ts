import { BacktrackingSearches } from './backtracking-search.ts';
import { parseRegex } from './parse-regex.ts';
import { ProgramSearches } from './program-search.ts';
import { javaDialect, type RegexDialect } from './regex-dialect.ts';
import type { RegexMatch, RegexSearch } from './regex-match.ts';
import { compileProgram } from './regex-program.ts';
import { StepBudget } from './step-budget.ts';
import { isHighSurrogate, isLowSurrogate } from './surrogates.ts';

/**
 * A pattern of `java.util.regex` with Java's meaning (ASCII classes, class algebra, possessive quantifiers, \Q...\E),
 * in time that is linear in the text; with back-references, look-around and the like by backtracking within the budget.
 * Source: documentation of `java.util.regex.Pattern`, Java 17.
 */
export class JavaRegex {
  readonly #linear: ProgramSearches | undefined;
  readonly #backtracking: BacktrackingSearches;
  readonly #budget: StepBudget;
  /** Groups that a match has, besides itself. */
  readonly groupCount: number;
  readonly #isWide: boolean;

  /** `budget`: what is shared with other texts of a request. Throws `bad_model`. */
  constructor(pattern: string, budget: StepBudget = new StepBudget(), dialect: RegexDialect = javaDialect) {
    const { root, groupCount, isWide } = parseRegex(pattern, dialect);
    const program = compileProgram(root);
    this.#linear = program === undefined ? undefined : new ProgramSearches(program, groupCount);
    this.#backtracking = new BacktrackingSearches(root, groupCount);
    this.#budget = budget;
    this.groupCount = groupCount;
    this.#isWide = isWide;
  }

  /** Whether the pattern is found anywhere. */
  isFoundIn(text: string): boolean {
    return this.#find(this.#open(text), text, 0) !== undefined;
  }

  /** Whether the time is linear in the text: otherwise it is what the budget allows. */
  get isLinear(): boolean {
    return this.#linear !== undefined;
  }

  /** All matches that do not overlap, or one group of each, empty where it took no part. */
  matches(text: string, group = 0): string[] {
    return this.#all(text).map(([start, end, groups]) => {
      const [from, to] = group === 0 ? [start, end] : (groups[group] ?? [0, 0]);
      return text.slice(from, to);
    });
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
    const match = this.#find(this.#open(text), text, 0);
    return match === undefined ? undefined : groupTexts(text, match);
  }

  #open(text: string): RegexSearch {
    this.#budget.begin(text);
    return this.#linear?.open(text, this.#budget) ?? this.#backtracking.open(text, this.#budget);
  }

  #all(text: string): RegexMatch[] {
    const found: RegexMatch[] = [];
    const search = this.#open(text);
    for (let at = 0; at <= text.length; ) {
      const match = this.#find(search, text, at);
      if (match === undefined) break;
      found.push(match);
      at = match[1] > match[0] ? match[1] : match[1] + 1;
    }
    return found;
  }

  #find(search: RegexSearch, text: string, from: number): RegexMatch | undefined {
    for (let at = from; at <= text.length; at++) {
      const match = search.matchAt(at);
      if (match !== undefined) return match;
      if (this.#isWide && isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1))) at++;
    }
    return undefined;
  }
}

function groupTexts(text: string, [start, end, groups]: RegexMatch): (string | undefined)[] {
  const texts = groups.map((group) => (group === undefined ? undefined : text.slice(...group)));
  texts[0] = text.slice(start, end);
  return texts;
}
