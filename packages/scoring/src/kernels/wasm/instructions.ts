import type { Code } from './code.ts';
import { signed, signedI64, unsigned } from './integers.ts';
import { Op } from './op.ts';

export const constant = (value: number): Code => [Op.i32Const, signed(value)];

/** A whole number of 64 bits. */
export const constantI64 = (value: bigint): Code => [Op.i64Const, signedI64(value)];

export const add = (left: Code, right: Code): Code => [left, right, Op.i32Add];

export const subtract = (left: Code, right: Code): Code => [left, right, Op.i32Sub];

/** Loads from a computed address plus a fixed offset. `alignment` is a power of two's exponent: a promise, not a condition. */
const load =
  (instruction: number, alignment: number) =>
  (address: Code, offset = 0): Code => [address, instruction, alignment, unsigned(offset)];

const store =
  (instruction: number, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, instruction, alignment, unsigned(offset)];

export const loadI32 = load(Op.i32Load, 2);
export const loadF32 = load(Op.f32Load, 2);
/** From any address. */
export const loadI64 = load(Op.i64Load, 0);
export const loadF64 = load(Op.f64Load, 3);
export const loadByte = load(Op.i32Load8U, 0);
export const storeI32 = store(Op.i32Store, 2);
export const storeF32 = store(Op.f32Store, 2);
export const storeI64 = store(Op.i64Store, 3);
export const storeF64 = store(Op.f64Store, 3);
export const storeByte = store(Op.i32Store8, 0);
/** The lower sixteen bits. */
export const storeI16 = store(Op.i32Store16, 1);

/** Sets so many bytes to zero (`memory.fill`). */
export const clear = (address: Code, length: Code): Code => [address, constant(0), length, 0xfc, 0x0b, 0x00];

/** The whole number below a float, at the ends of the range where it lies outside, 0 for NaN (`i32.trunc_sat_f32_s`). */
export const floorF32 = (value: Code): Code => [value, Op.f32Floor, 0xfc, 0x00];

/** A double without its fraction, at the ends of the range where it lies outside, 0 for NaN (`i32.trunc_sat_f64_s`). */
export const truncateF64 = (value: Code): Code => [value, 0xfc, 0x02];
