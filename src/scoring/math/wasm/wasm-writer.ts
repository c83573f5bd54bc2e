/** Bytes of WebAssembly code, nested as it was put together. */
export type Code = number | readonly Code[];

/** The instructions that the kernels use, by their names in the specification (core 2.0, section 5.4). */
export const Op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Load: 0x28,
  i64Load: 0x29,
  i32Load8U: 0x2d,
  f32Load: 0x2a,
  f64Load: 0x2b,
  f64Store: 0x39,
  i32Store: 0x36,
  i64Store: 0x37,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  f32Store: 0x38,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32GtU: 0x4b,
  i32GeU: 0x4f,
  i32LtU: 0x49,
  i64Eq: 0x51,
  f32Eq: 0x5b,
  f32Ne: 0x5c,
  f32Le: 0x5f,
  f32Ge: 0x60,
  f64Add: 0xa0,
  f64Div: 0xa3,
  f64Neg: 0x9a,
  f64Eq: 0x61,
  f64Ne: 0x62,
  f64Gt: 0x64,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrU: 0x76,
  i64Add: 0x7c,
  i64Mul: 0x7e,
  i64And: 0x83,
  i64Xor: 0x85,
  i64ShrU: 0x88,
  i32WrapI64: 0xa7,
  i64ExtendI32U: 0xad,
  f64ConvertI64U: 0xba,
  f32Floor: 0x8e,
  f32Add: 0x92,
} as const;

/** The vector instructions, which stand behind a prefix. */
const vectorCodes = {
  load: 0,
  load32Splat: 9,
  load64Splat: 10,
  store: 11,
  i32x4Splat: 0x11,
  i32x4ExtractLane: 0x1b,
  f32x4Ne: 0x42,
  f32x4Gt: 0x44,
  f32x4Le: 0x45,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  anyTrue: 0x53,
  i8x16Bitmask: 0x64,
  i8x16NarrowI16x8: 0x65,
  i16x8NarrowI32x4: 0x85,
  f64x2Splat: 0x14,
  i32x4Shl: 0xab,
  f32x4Add: 0xe4,
  f32x4Sub: 0xe5,
  f32x4Mul: 0xe6,
  f64x2Nearest: 0x94,
  i64x2Shl: 0xcb,
  i64x2ShrU: 0xcd,
  f64x2Abs: 0xec,
  f64x2Neg: 0xed,
  f64x2Add: 0xf0,
  f64x2Sub: 0xf1,
  f64x2Mul: 0xf2,
  f64x2Div: 0xf3,
  f64x2Pmin: 0xf6,
  f64x2Pmax: 0xf7,
} as const;

const vectorInstruction = (code: number): Code => [0xfd, unsigned(code)];

/** Vector instructions of two operands (of a vector and a count for shifts). */
export const binary =
  (name: keyof typeof vectorCodes) =>
  (left: Code, right: Code): Code => [left, right, vectorInstruction(vectorCodes[name])];

export const unary =
  (name: keyof typeof vectorCodes) =>
  (value: Code): Code => [value, vectorInstruction(vectorCodes[name])];

/** One lane of four as a whole number. */
export const laneOf = (value: Code, lane: number): Code => [
  value,
  vectorInstruction(vectorCodes.i32x4ExtractLane),
  lane,
];

/** Loads a vector, or a single cell into all of its lanes. */
export const loadVector = (name: 'load' | 'load32Splat' | 'load64Splat', address: Code, offset = 0): Code => [
  address,
  vectorInstruction(vectorCodes[name]),
  0,
  unsigned(offset),
];

export const storeVector = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  vectorInstruction(vectorCodes.store),
  0,
  unsigned(offset),
];

/** The vector with one lane of four loaded anew. */
export const loadLane = (address: Code, lane: number, others: Code, offset = 0): Code => [
  address,
  others,
  [0xfd, 0x56, 2, unsigned(offset), lane],
];

/** Where a mask bit is 1 the first vector's bit, else the second's. */
export const choose = (ones: Code, zeros: Code, mask: Code): Code => [ones, zeros, mask, 0xfd, 0x52];

/** A vector of so many bytes given. */
export const vectorOf = (bytes: readonly number[]): Code => [0xfd, 12, bytes];

/** Sets so many bytes to zero. */
export const clear = (address: Code, length: Code): Code => [address, constant(0), length, 0xfc, 0x0b, 0x00];

/** The whole number below a float, at the ends of the range where it lies outside, 0 for NaN. */
export const floorF32 = (value: Code): Code => [value, Op.f32Floor, 0xfc, 0x00];

/** A double without its fraction, at the ends of the range where it lies outside, 0 for NaN. */
export const truncateF64 = (value: Code): Code => [value, 0xfc, 0x02];

/** Both lanes a constant double. */
export const doubles = (value: number): Code => [
  0x44,
  Array.from(new Uint8Array(Float64Array.of(value).buffer)),
  vectorInstruction(vectorCodes.f64x2Splat),
];

const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;
const NO_RESULT = 0x40;

/** Little-endian base 128, as all sizes and indices are written. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** The same for numbers with a sign: a last group of bits below 64 ends one that is not negative. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

function signedI64(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asIntN(64, value); ; ) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = (rest === 0n && low < 64) || (rest === -1n && low >= 64);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

export const get = (local: number): Code => [Op.localGet, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, Op.localSet, unsigned(local)];
export const constant = (value: number): Code => [Op.i32Const, signed(value)];
/** A whole number of 64 bits. */
export const constantI64 = (value: bigint): Code => [Op.i64Const, signedI64(value)];
export const add = (left: Code, right: Code): Code => [left, right, Op.i32Add];
/** Load from a computed address plus a fixed offset; everything is aligned to four bytes. */
export const loadI32 = (address: Code, offset = 0): Code => [address, Op.i32Load, 2, unsigned(offset)];
export const loadF32 = (address: Code, offset = 0): Code => [address, Op.f32Load, 2, unsigned(offset)];
export const loadI64 = (address: Code, offset = 0): Code => [address, Op.i64Load, 0, unsigned(offset)];
export const storeI64 = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.i64Store,
  3,
  unsigned(offset),
];
export const loadF64 = (address: Code, offset = 0): Code => [address, Op.f64Load, 3, unsigned(offset)];
export const storeF64 = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.f64Store,
  3,
  unsigned(offset),
];
export const storeI32 = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.i32Store,
  2,
  unsigned(offset),
];
export const storeF32 = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.f32Store,
  2,
  unsigned(offset),
];

export const loadByte = (address: Code, offset = 0): Code => [address, Op.i32Load8U, 0, unsigned(offset)];
export const storeByte = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.i32Store8,
  0,
  unsigned(offset),
];
/** The lower sixteen bits. */
export const storeI16 = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  Op.i32Store16,
  1,
  unsigned(offset),
];

/** Repeats the body until `isDone`, which is asked first. */
export function until(isDone: Code, body: Code): Code {
  return [Op.block, NO_RESULT, Op.loop, NO_RESULT, isDone, Op.brIf, 1, body, Op.br, 0, Op.end, Op.end];
}

/** Does the one or the other. Both count as one more level for branches. */
export const either = (condition: Code, body: Code, otherwise?: Code): Code => [
  condition,
  Op.if,
  NO_RESULT,
  body,
  otherwise === undefined ? [] : [Op.else, otherwise],
  Op.end,
];

/** A function of i32 parameters without result. Locals are numbered: parameters, then i32s, i64s, f32s, f64s and vectors. */
export interface FunctionCode {
  readonly name: string;
  readonly parameters: number;
  readonly i32Locals: number;
  readonly i64Locals?: number;
  readonly f32Locals?: number;
  readonly f64Locals?: number;
  readonly vectorLocals?: number;
  readonly body: Code;
}

/** A module that imports its memory as `kernel.memory` and exports the functions by name. */
export function moduleBytes(functions: readonly FunctionCode[]): Uint8Array {
  const types = functions.map(({ parameters }) => [
    0x60,
    vector(Array.from({ length: parameters }, () => I32)),
    vector([]),
  ]);
  const code: Code = [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, vector(types)),
    section(2, vector([[text('kernel'), text('memory'), 0x02, 0x00, 0x01]])),
    section(3, vector(functions.map((_function, index) => unsigned(index)))),
    section(7, vector(functions.map(({ name }, index) => [text(name), 0x00, unsigned(index)]))),
    section(10, vector(functions.map(functionBody))),
  ];
  return Uint8Array.from(flatten(code));
}

function functionBody({
  i32Locals,
  i64Locals = 0,
  f32Locals = 0,
  f64Locals = 0,
  vectorLocals = 0,
  body,
}: FunctionCode): Code {
  const locals = vector([
    [unsigned(i32Locals), I32],
    [unsigned(i64Locals), I64],
    [unsigned(f32Locals), F32],
    [unsigned(f64Locals), F64],
    [unsigned(vectorLocals), V128],
  ]);
  return sized([locals, body, Op.end]);
}

function section(id: number, content: Code): Code {
  return [id, sized(content)];
}

function sized(content: Code): Code {
  const bytes = flatten(content);
  return [unsigned(bytes.length), bytes];
}

function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

function text(value: string): Code {
  return vector(Array.from(value, (character) => character.charCodeAt(0)));
}

function flatten(code: Code): number[] {
  return typeof code === 'number' ? [code] : ((code as Code[]).flat(Number.POSITIVE_INFINITY as 1) as number[]);
}
