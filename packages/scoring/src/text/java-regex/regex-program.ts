import type { CharTest, RegexNode } from './regex-node.ts';

/** One step. `next` is left out where it is the following instruction. */
export type Instruction =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'assert'; readonly test: (text: string, at: number) => boolean }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'open'; readonly group: number }
  | { readonly op: 'close'; readonly group: number }
  | { readonly op: 'match' };

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  /** Those at which several ways meet. */
  readonly isMeeting: readonly boolean[];
  /** The class of the first character, where every match begins with one. */
  readonly first: CharTest | undefined;
}

/** Longer programs, of repetitions with high counts, are not made. */
const maxInstructions = 2000;

class NoProgramError extends Error {}

/**
 * The steps of a pattern, in which what may follow depends on nothing but the step and the place in the text: so a way that
 * failed once need not be tried again. Undefined if the pattern has back-references, look-around, atomic or possessive
 * parts, or repeats what may be empty.
 */
export function compileProgram(root: RegexNode): RegexProgram | undefined {
  const instructions: Instruction[] = [];
  try {
    emit(root, instructions);
  } catch (error) {
    if (error instanceof NoProgramError) return undefined;
    throw error;
  }
  instructions.push({ op: 'match' });
  const isMeeting = instructions.map(({ op }, at) => at === 0 || op === 'split');
  for (const instruction of instructions) {
    if (instruction.op === 'jump') isMeeting[instruction.to] = true;
    if (instruction.op === 'split') isMeeting[instruction.first] = isMeeting[instruction.second] = true;
  }
  const first = instructions.find(({ op }) => op !== 'open');
  return { instructions, isMeeting, first: first?.op === 'char' ? first.test : undefined };
}

function emit(node: RegexNode, code: Instruction[]): void {
  if (code.length > maxInstructions) throw new NoProgramError();
  switch (node.kind) {
    case 'char':
      code.push({ op: 'char', test: node.test });
      return;
    case 'assert':
      code.push({ op: 'assert', test: node.test });
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, code);
      return;
    case 'group':
      code.push({ op: 'open', group: node.number });
      emit(node.part, code);
      code.push({ op: 'close', group: node.number });
      return;
    case 'choice':
      emitChoice(node.options, code);
      return;
    case 'repeat':
      emitRepeat(node, code);
      return;
    default:
      throw new NoProgramError();
  }
}

function emitChoice(options: readonly RegexNode[], code: Instruction[]): void {
  const ends: { op: 'jump'; to: number }[] = [];
  for (const [at, option] of options.entries()) {
    if (at === options.length - 1) {
      emit(option, code);
      break;
    }
    const split = { op: 'split' as const, first: code.length + 1, second: 0 };
    code.push(split);
    emit(option, code);
    const end = { op: 'jump' as const, to: 0 };
    code.push(end);
    ends.push(end);
    split.second = code.length;
  }
  for (const end of ends) end.to = code.length;
}

function emitRepeat(node: RegexNode & { readonly kind: 'repeat' }, code: Instruction[]): void {
  const { part, min, max, mode } = node;
  if (mode === 'possessive' || mayBeEmpty(part)) throw new NoProgramError();
  for (let done = 0; done < min; done++) emit(part, code);
  const splits: { op: 'split'; first: number; second: number }[] = [];
  const begin = code.length;
  for (let done = min; done < max; done++) {
    const split = { op: 'split' as const, first: 0, second: 0 };
    splits.push(split);
    code.push(split);
    split.first = split.second = code.length;
    emit(part, code);
    if (max !== Infinity) continue;
    code.push({ op: 'jump', to: begin });
    break;
  }
  for (const split of splits) {
    if (mode === 'lazy') split.first = code.length;
    else split.second = code.length;
  }
}

function mayBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'char':
      return false;
    case 'sequence':
      return node.parts.every(mayBeEmpty);
    case 'choice':
      return node.options.some(mayBeEmpty);
    case 'repeat':
      return node.min === 0 || mayBeEmpty(node.part);
    case 'group':
    case 'atomic':
      return mayBeEmpty(node.part);
    default:
      return true;
  }
}
