import { findLastIndex } from '../../util/find-last-index.ts';
import { type Branch, type Code, type Local, localTypes, type Structure } from './code.ts';
import type { FunctionCode } from './function-writer.ts';
import { unsignedLeb128 } from './leb128.ts';
import * as Op from './op.ts';

/** How types are written (core 2.0, section 5.3). */
export const typeBytes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

const beginnings = { block: Op.block, loop: Op.loop, if: Op.ifTrue } as const;

/** The type of a structure that leaves no value. */
const NO_RESULT = 0x40;

/**
 * The body of a function as its section holds it, without its length: variables by type, instructions, the end. Parameters have
 * the first indices, then come the variables in the order of `localTypes`, and of one type in the order of declaration.
 * Throws for a local of another function and for a branch that nothing around it takes.
 */
export function encodeFunction(code: FunctionCode): number[] {
  const groups = localTypes.map((type) => code.locals.filter((local) => local.type === type));
  const bytes = unsignedLeb128(groups.length);
  groups.forEach((group, at) => bytes.push(...unsignedLeb128(group.length), typeBytes[localTypes[at]]));
  new BodyEncoder(code.name, [...code.parameters, ...groups.flat()], bytes).write(code.body);
  bytes.push(Op.end);
  return bytes;
}

/** Appends instructions to bytes. */
class BodyEncoder {
  readonly #name: string;
  readonly #indices: ReadonlyMap<Local, readonly number[]>;
  readonly #bytes: number[];
  /** The structures around what is written, from the outermost to the innermost. */
  readonly #around: Structure[] = [];

  constructor(name: string, locals: readonly Local[], bytes: number[]) {
    this.#name = name;
    this.#indices = new Map(locals.map((local, index) => [local, unsignedLeb128(index)]));
    this.#bytes = bytes;
  }

  /** By index: a process writes its modules before anything is quick. */
  write(code: Code): void {
    if (typeof code === 'number') this.#bytes.push(code);
    else if (isList(code)) for (let at = 0; at < code.length; at++) this.write(code[at]);
    else if (code.kind === 'local') this.#writeLocal(Op.localGet, code);
    else if ('local' in code) this.#writeLocal(code.kind === 'set' ? Op.localSet : Op.localTee, code.local);
    else if ('body' in code) this.#writeStructure(code);
    else this.#writeBranch(code);
  }

  #writeStructure(structure: Structure): void {
    const { kind, body, otherwise } = structure;
    this.#around.push(structure);
    this.#bytes.push(beginnings[kind], NO_RESULT);
    this.write(body);
    if (otherwise !== undefined) {
      this.#bytes.push(Op.otherwise);
      this.write(otherwise);
    }
    this.#bytes.push(Op.end);
    this.#around.pop();
  }

  #writeBranch({ kind, label }: Branch): void {
    const target = kind === 'repeat' ? 'loop' : 'block';
    const at = findLastIndex(this.#around, (structure) => structure.label === label && structure.kind === target);
    if (at < 0) throw new Error(`function ${this.#name}: ${kind} of ${String(label)} stands in no such ${target}`);
    this.#bytes.push(kind === 'repeat' ? Op.br : Op.brIf, ...unsignedLeb128(this.#around.length - 1 - at));
  }

  #writeLocal(instruction: number, local: Local): void {
    const index = this.#indices.get(local);
    if (index === undefined) throw new Error(`function ${this.#name} has not declared a local of type ${local.type}`);
    this.#bytes.push(instruction, ...index);
  }
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}
