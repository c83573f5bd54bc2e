import { EXP } from '../../../math/exp.ts';
import { TANH_LIMIT } from '../../../math/tanh.ts';

/** Bytes of a vector: two cells, or an entry of the table. */
export const VECTOR_BYTES = 16;

/** The numbers that the functions use, in the order of the table. */
export const numbers = {
  lowest: EXP.lowest,
  highest: EXP.highest,
  inverse: EXP.inverse,
  high: EXP.high,
  low: EXP.low,
  oneHalf: 0.5,
  /** The low bits of a sum with it are the biased exponent of a power of two. */
  exponent: EXP.shift + 1023,
  tanhLimit: TANH_LIMIT,
  one: 1,
  two: 2,
};

export const numberNames = Object.keys(numbers) as (keyof typeof numbers)[];

/** What the functions of one cell need at their address `table`: each number twice, so that it loads as a vector. */
export const functionTable: readonly number[] = [...Object.values(numbers), ...EXP.coefficients].flatMap((value) => [
  value,
  value,
]);
