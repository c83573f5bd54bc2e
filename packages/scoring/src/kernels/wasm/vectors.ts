import type { Code } from './code.ts';
import { unsignedLeb128 } from './leb128.ts';
import { Op, VectorOp } from './op.ts';

type VectorName = keyof typeof VectorOp;

const vectorInstruction = (name: VectorName): Code => [0xfd, unsignedLeb128(VectorOp[name])];

/** Instructions of two operands (of a vector and a count for shifts). */
export const binary =
  (name: VectorName) =>
  (left: Code, right: Code): Code => [left, right, vectorInstruction(name)];

export const unary =
  (name: VectorName) =>
  (value: Code): Code => [value, vectorInstruction(name)];

/** One lane of four as a whole number. */
export const laneOf = (value: Code, lane: number): Code => [value, vectorInstruction('i32x4ExtractLane'), lane];

/** Loads a vector, or a single cell into all of its lanes, from any address. */
export const loadVector = (name: 'load' | 'load32Splat' | 'load64Splat', address: Code, offset = 0): Code => [
  address,
  vectorInstruction(name),
  0,
  unsignedLeb128(offset),
];

export const storeVector = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  vectorInstruction('store'),
  0,
  unsignedLeb128(offset),
];

/** The vector with one lane of four loaded anew. */
export const loadLane = (address: Code, lane: number, others: Code, offset = 0): Code => [
  address,
  others,
  vectorInstruction('load32Lane'),
  2,
  unsignedLeb128(offset),
  lane,
];

/** Where a mask bit is 1 the first vector's bit, else the second's. */
export const choose = (ones: Code, zeros: Code, mask: Code): Code => [
  ones,
  zeros,
  mask,
  vectorInstruction('bitselect'),
];

/** A vector of sixteen bytes given. */
export const vectorOf = (bytes: readonly number[]): Code => [vectorInstruction('const'), bytes];

/** Both lanes a constant double. */
export const doubles = (value: number): Code => [
  Op.f64Const,
  Array.from(new Uint8Array(Float64Array.of(value).buffer)),
  vectorInstruction('f64x2Splat'),
];
