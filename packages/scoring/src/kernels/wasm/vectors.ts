import type { Code } from './code.ts';
import { unsignedLeb128 } from './leb128.ts';
import * as Op from './op.ts';

const vectorInstruction = (number: number): Code => [Op.vectorPrefix, unsignedLeb128(number)];

/** Instructions of two operands (of a vector and a count for shifts). */
export const binary =
  (instruction: number) =>
  (left: Code, right: Code): Code => [left, right, vectorInstruction(instruction)];

export const unary =
  (instruction: number) =>
  (value: Code): Code => [value, vectorInstruction(instruction)];

/** One lane of four as a whole number. */
export const laneOf = (value: Code, lane: number): Code => [value, vectorInstruction(Op.i32x4ExtractLane), lane];

/** Loads a vector, or a single cell into all of its lanes, from any address. */
export const loadVector = (instruction: number, address: Code, offset = 0): Code => [
  address,
  vectorInstruction(instruction),
  0,
  unsignedLeb128(offset),
];

export const storeVector = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  vectorInstruction(Op.v128Store),
  0,
  unsignedLeb128(offset),
];

/** The vector with one lane of four loaded anew. */
export const loadLane = (address: Code, lane: number, others: Code, offset = 0): Code => [
  address,
  others,
  vectorInstruction(Op.v128Load32Lane),
  2,
  unsignedLeb128(offset),
  lane,
];

/** Where a mask bit is 1 the first vector's bit, else the second's. */
export const choose = (ones: Code, zeros: Code, mask: Code): Code => [
  ones,
  zeros,
  mask,
  vectorInstruction(Op.v128Bitselect),
];

/** A vector of sixteen bytes given. */
export const vectorOf = (bytes: readonly number[]): Code => [vectorInstruction(Op.v128Const), bytes];

/** Both lanes a constant double. */
export const doubles = (value: number): Code => [
  Op.f64Const,
  Array.from(new Uint8Array(Float64Array.of(value).buffer)),
  vectorInstruction(Op.f64x2Splat),
];
