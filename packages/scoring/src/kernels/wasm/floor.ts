import type { Code } from './code.ts';
import * as Op from './op.ts';

/** The whole number below a float, at the ends of the range where it lies outside, 0 for NaN (`i32.trunc_sat_f32_s`). */
export const floorF32 = (value: Code): Code => [value, Op.f32Floor, 0xfc, 0x00];

/** A double without its fraction, at the ends of the range where it lies outside, 0 for NaN (`i32.trunc_sat_f64_s`). */
export const truncateF64 = (value: Code): Code => [value, 0xfc, 0x02];
