import { ScoringError } from '../scoring-error.ts';
import type { ByteCursor } from './byte-cursor.ts';
import type { GlobalTable } from './global-table.ts';
import { malformed } from './malformed.ts';
import type { PickleLimits } from './pickle-limits.ts';
import { PickleGlobal } from './pickle-object.ts';
import type { PickleStream } from './pickle-stream.ts';

/** One instruction: it reads its own arguments from the machine's cursor. */
export type Opcode = (machine: PickleMachine) => void;

export type OpcodeTable = Readonly<Record<number, Opcode>>;

/** What a pickle may do: its instructions, the globals that it may name, and how much of all. */
export interface PickleRules {
  readonly opcodes: OpcodeTable;
  readonly allow: GlobalTable;
  readonly limits: PickleLimits;
}

/** The stack machine that a pickle is a program for. It has no instruction that runs code of the pickle's choice. */
export class PickleMachine implements PickleStream {
  readonly cursor: ByteCursor;
  readonly memo = new Map<number, unknown>();
  readonly #rules: PickleRules;
  #stack: unknown[] = [];
  readonly #marked: unknown[][] = [];
  #stopped = false;

  constructor(cursor: ByteCursor, rules: PickleRules) {
    this.cursor = cursor;
    this.#rules = rules;
  }

  /** Carries out opcodes up to STOP and returns the value left. The cursor stands right after STOP. */
  run(): unknown {
    while (!this.#stopped) {
      const at = this.cursor.position;
      const code = this.cursor.uint8();
      const carryOut = this.#rules.opcodes[code];
      if (carryOut === undefined) throw malformed(`byte ${code} at ${at} is no opcode`);
      carryOut(this);
    }
    if (this.#stack.length !== 1 || this.#marked.length > 0) throw malformed('it stops with an unfinished value');
    return this.#stack[0];
  }

  stop(): void {
    this.#stopped = true;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    if (this.#stack.length === 0) throw malformed('an opcode finds nothing on the stack');
    return this.#stack.pop();
  }

  top(): unknown {
    if (this.#stack.length === 0) throw malformed('an opcode finds nothing on the stack');
    return this.#stack[this.#stack.length - 1];
  }

  mark(): void {
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Everything above the last mark, which is removed. */
  popToMark(): unknown[] {
    const items = this.#stack;
    const below = this.#marked.pop();
    if (below === undefined) throw malformed('an opcode finds no mark');
    this.#stack = below;
    return items;
  }

  /** POP: a mark counts as an item too. */
  discard(): void {
    if (this.#stack.length > 0) this.#stack.pop();
    else this.popToMark();
  }

  /** The global of this name, or the refusal of the whole pickle. */
  find(module: string, name: string): PickleGlobal {
    const rule = this.#rules.allow(module, name);
    if (rule === undefined) {
      throw new ScoringError(
        'unsupported_model',
        `The pickle asks for ${shorten(`${module}.${name}`)}, which is not read natively; serve it with Python, in an image named sagemaker-scikit-learn.`,
        { value: shorten(`${module}.${name}`) },
      );
    }
    return new PickleGlobal(module, name, rule);
  }

  take(count: number): Uint8Array {
    return this.cursor.take(count);
  }

  chargeBytes(bytes: number): void {
    this.#rules.limits.chargeBytes(bytes);
  }

  readNested(): unknown {
    return this.#rules.limits.nested(() => new PickleMachine(this.cursor, this.#rules).run());
  }
}

/** Names come from the file: long ones are cut and control characters dropped before they stand in a message. */
function shorten(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > 120 ? `${plain.slice(0, 120)}...` : plain;
}
