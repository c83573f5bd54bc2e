import type { Code } from './code.ts';
import { signedLeb128, signedLeb128I64 } from './leb128.ts';
import * as Op from './op.ts';

export const constant = (value: number): Code => [Op.i32Const, signedLeb128(value)];

/** A whole number of 64 bits. */
export const constantI64 = (value: bigint): Code => [Op.i64Const, signedLeb128I64(value)];
