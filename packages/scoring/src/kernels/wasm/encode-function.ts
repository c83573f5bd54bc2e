import { findLastIndex } from '../../util/find-last-index.ts';
import { type Branch, type Code, type Label, type Local, localTypes, type Structure } from './code.ts';
import type { FunctionCode } from './function-writer.ts';
import { unsignedLeb128 } from './leb128.ts';
import { Op } from './op.ts';

/** How types are written (core 2.0, section 5.3). */
export const typeBytes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

/** The type of a structure that leaves no value. */
const NO_RESULT = 0x40;

/** A structure that code stands in. */
interface Level {
  readonly kind: Structure['kind'];
  readonly label: Label | undefined;
}

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
  /** From the outermost structure to the innermost. */
  readonly #levels: Level[] = [];

  constructor(name: string, locals: readonly Local[], bytes: number[]) {
    this.#name = name;
    this.#indices = new Map(locals.map((local, index) => [local, unsignedLeb128(index)]));
    this.#bytes = bytes;
  }

  write(code: Code): void {
    if (typeof code === 'number') this.#bytes.push(code);
    else if (isList(code)) for (const part of code) this.write(part);
    else if ('body' in code) this.#writeStructure(code);
    else if ('label' in code) this.#writeBranch(code);
    else if (code.kind === 'local') this.#bytes.push(Op.localGet, ...this.#indexOf(code));
    else this.#bytes.push(code.kind === 'set' ? Op.localSet : Op.localTee, ...this.#indexOf(code.local));
  }

  #writeStructure({ kind, label, body, otherwise }: Structure): void {
    this.#levels.push({ kind, label });
    this.#bytes.push(Op[kind], NO_RESULT);
    this.write(body);
    if (otherwise !== undefined) {
      this.#bytes.push(Op.else);
      this.write(otherwise);
    }
    this.#bytes.push(Op.end);
    this.#levels.pop();
  }

  #writeBranch({ kind, label }: Branch): void {
    const target = kind === 'repeat' ? 'loop' : 'block';
    const at = findLastIndex(this.#levels, (level) => level.label === label && level.kind === target);
    if (at < 0) throw new Error(`function ${this.#name}: ${kind} of ${String(label)} stands in no such ${target}`);
    this.#bytes.push(kind === 'repeat' ? Op.br : Op.brIf, ...unsignedLeb128(this.#levels.length - 1 - at));
  }

  #indexOf(local: Local): readonly number[] {
    const index = this.#indices.get(local);
    if (index === undefined) throw new Error(`function ${this.#name} has not declared ${local.name}`);
    return index;
  }
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}
