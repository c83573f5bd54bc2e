import { defined } from '../../util/defined.ts';
import { charEnd } from './char-end.ts';
import type { RegexMatch, RegexSearch } from './regex-match.ts';
import type { Instruction, RegexProgram } from './regex-program.ts';
import type { StepBudget } from './step-budget.ts';

/** Bits that are kept for one text; a longer text, or a longer program, is searched by backtracking. */
const maxBits = 2 ** 27;

/** Words whose room is kept from one text to the next. */
const keptWords = 2 ** 16;

/** Makes searches of one program. */
export class ProgramSearches {
  readonly #program: RegexProgram;
  readonly #groupCount: number;
  #room = new Uint32Array(64);

  constructor(program: RegexProgram, groupCount: number) {
    this.#program = program;
    this.#groupCount = groupCount;
  }

  /** Undefined for a text that is too long. One search at a time. */
  open(text: string, budget: StepBudget): RegexSearch | undefined {
    const bits = this.#program.instructions.length * (text.length + 1);
    if (bits > maxBits) return undefined;
    return new ProgramSearch(this.#program, { text, budget, groupCount: this.#groupCount, failed: this.#words(bits) });
  }

  #words(bits: number): Uint32Array {
    const count = Math.ceil(bits / 32);
    if (count > keptWords) return new Uint32Array(count);
    if (count > this.#room.length) this.#room = new Uint32Array(count * 2);
    else this.#room.fill(0, 0, count);
    return this.#room;
  }
}

interface SearchParts {
  readonly text: string;
  readonly budget: StepBudget;
  readonly groupCount: number;
  /** A bit for each step at each place of the text: set where no match was found from there on. */
  readonly failed: Uint32Array;
}

/**
 * Tries the paths of a program in the order of backtracking, with a stack of its own, but none twice: a step that led
 * to no match at a position never will. So all matches of a text take time that is linear in its length.
 */
class ProgramSearch implements RegexSearch {
  readonly #program: RegexProgram;
  readonly #text: string;
  readonly #budget: StepBudget;
  readonly #failed: Uint32Array;
  /** Positions where groups were opened, and where they began and ended, or -1. */
  readonly #slots: Int32Array;
  /**
   * Alternatives to return to: step, position, length of the path; or a slot (as its complement) and its former value.
   */
  readonly #stack: number[] = [];
  /** Steps at places that led to the present one. */
  readonly #path: number[] = [];

  constructor(program: RegexProgram, { text, budget, groupCount, failed }: SearchParts) {
    this.#program = program;
    this.#text = text;
    this.#budget = budget;
    this.#failed = failed;
    this.#slots = new Int32Array(3 * (groupCount + 1)).fill(-1);
  }

  matchAt(start: number): RegexMatch | undefined {
    const { first } = this.#program;
    if (first !== undefined && charEnd(this.#text, start, first) < 0) {
      this.#budget.step(this.#text);
      return undefined;
    }
    const stack = this.#stack;
    stack.push(0, start, 0);
    while (stack.length > 0) {
      const pathLength = defined(stack.pop());
      const at = defined(stack.pop());
      const step = defined(stack.pop());
      if (step < 0) {
        this.#slots[~step] = at;
        continue;
      }
      this.#path.length = pathLength;
      const end = this.#follow(step, at);
      if (end < 0) continue;
      return this.#succeed(start, end);
    }
    return undefined;
  }

  /** Follows one path to its end: where the match ends, or -1. */
  #follow(from: number, place: number): number {
    const { instructions, isMeeting } = this.#program;
    const text = this.#text;
    let at = place;
    for (let step = from; ; step++) {
      this.#budget.step(text);
      if (isMeeting[step] && !this.#enter(step, at)) return -1;
      const instruction = instructions[step];
      switch (instruction.op) {
        case 'char':
          at = charEnd(text, at, instruction.test);
          if (at < 0) return -1;
          break;
        case 'assert':
          if (!instruction.test(text, at)) return -1;
          break;
        case 'split':
          this.#stack.push(instruction.second, at, this.#path.length);
          step = instruction.first - 1;
          break;
        case 'jump':
          step = instruction.to - 1;
          break;
        case 'match':
          return at;
        default:
          this.#mark(instruction, at);
      }
    }
  }

  /** Whether this step was not tried at this place before. */
  #enter(step: number, at: number): boolean {
    const bit = step * (this.#text.length + 1) + at;
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    if ((this.#failed[word] & mask) !== 0) return false;
    this.#failed[word] |= mask;
    this.#path.push(bit);
    return true;
  }

  #mark({ op, group }: Instruction & { readonly op: 'open' | 'close' }, at: number): void {
    const slot = 3 * group;
    if (op === 'open') return this.#set(slot, at);
    this.#set(slot + 1, this.#slots[slot]);
    this.#set(slot + 2, at);
  }

  #set(slot: number, value: number): void {
    this.#stack.push(~slot, this.#slots[slot], 0);
    this.#slots[slot] = value;
  }

  /** The steps that led to a match have not failed: the next search may use them. */
  #succeed(start: number, end: number): RegexMatch {
    for (const bit of this.#path) this.#failed[bit >>> 5] &= ~(1 << (bit & 31));
    this.#path.length = 0;
    this.#stack.length = 0;
    const groups: (readonly [number, number] | undefined)[] = [];
    for (let slot = 0; slot < this.#slots.length; slot += 3) {
      const [first, last] = [this.#slots[slot + 1], this.#slots[slot + 2]];
      groups.push(last < 0 ? undefined : [first, last]);
    }
    this.#slots.fill(-1);
    return [start, end, groups];
  }
}
