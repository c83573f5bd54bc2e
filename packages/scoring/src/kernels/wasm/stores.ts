import type { Code } from './code.ts';
import { constant } from './constants.ts';
import { unsignedLeb128 } from './leb128.ts';
import * as Op from './op.ts';

const store =
  (instruction: number, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, instruction, alignment, unsignedLeb128(offset)];

export const storeI32 = store(Op.i32Store, 2);

export const storeF32 = store(Op.f32Store, 2);

export const storeI64 = store(Op.i64Store, 3);

export const storeF64 = store(Op.f64Store, 3);

export const storeByte = store(Op.i32Store8, 0);

/** The lower sixteen bits. */
export const storeI16 = store(Op.i32Store16, 1);

/** Sets this many bytes to zero (`memory.fill`). */
export const clear = (address: Code, length: Code): Code => [address, constant(0), length, 0xfc, 0x0b, 0x00];
