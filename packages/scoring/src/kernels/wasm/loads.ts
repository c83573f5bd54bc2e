import type { Code } from './code.ts';
import { unsignedLeb128 } from './leb128.ts';
import * as Op from './op.ts';

/** Loads from a computed address plus a fixed offset. `alignment` is a power of two's exponent: a promise, not a condition. */
const load =
  (instruction: number, alignment: number) =>
  (address: Code, offset = 0): Code => [address, instruction, alignment, unsignedLeb128(offset)];

export const loadI32 = load(Op.i32Load, 2);

export const loadF32 = load(Op.f32Load, 2);

/** From any address. */
export const loadI64 = load(Op.i64Load, 0);

export const loadF64 = load(Op.f64Load, 3);

export const loadByte = load(Op.i32Load8U, 0);
