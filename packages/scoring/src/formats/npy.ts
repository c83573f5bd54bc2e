import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { halfValue } from './half-bits.ts';

/** An array of numbers in row-major order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** The same with all digits, of integers of which some are beyond 2^53. */
  readonly integers?: readonly bigint[];
}

/** `\x93NUMPY`, major, minor, header length (u16 in version 1, u32 later), a Python dict literal, the data. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type ReadItem = (view: DataView, at: number, isLittle: boolean) => number;

/** dtype without its byte order → bytes an item and how one is read. */
const itemTypes: Readonly<Record<string, readonly [number, ReadItem]>> = {
  f8: [8, (view, at, isLittle) => view.getFloat64(at, isLittle)],
  f2: [2, (view, at, isLittle) => halfValue(view.getUint16(at, isLittle))],
  f4: [4, (view, at, isLittle) => view.getFloat32(at, isLittle)],
  i8: [8, (view, at, isLittle) => Number(view.getBigInt64(at, isLittle))],
  u8: [8, (view, at, isLittle) => Number(view.getBigUint64(at, isLittle))],
  i4: [4, (view, at, isLittle) => view.getInt32(at, isLittle)],
  u4: [4, (view, at, isLittle) => view.getUint32(at, isLittle)],
  i2: [2, (view, at, isLittle) => view.getInt16(at, isLittle)],
  u2: [2, (view, at, isLittle) => view.getUint16(at, isLittle)],
  i1: [1, (view, at) => view.getInt8(at)],
  u1: [1, (view, at) => view.getUint8(at)],
  b1: [1, (view, at) => view.getUint8(at)],
};

/** Integers that a double may round. */
const wholeTypes: Readonly<Record<string, (view: DataView, at: number, isLittle: boolean) => bigint>> = {
  i8: (view, at, isLittle) => view.getBigInt64(at, isLittle),
  u8: (view, at, isLittle) => view.getBigUint64(at, isLittle),
};

/**
 * Reads a .npy file of numbers of one or two dimensions. Throws `ScoringError` `bad_input`: for objects (which are
 * pickles), texts, other shapes, and files shorter than they say.
 * Source: NumPy's `numpy/lib/format.py`, versions 1.0 to 3.0.
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { header, start } = readHeader(bytes);
  const descriptor = /'descr'\s*:\s*'([<>|=]?)(\w+)'/.exec(header);
  const [size, read] = own(itemTypes, descriptor?.[2] ?? '') ?? [0, undefined];
  if (read === undefined) throw bad(`has the dtype ${descriptor?.[0] ?? 'of an object'}, not numbers`);
  const shapeText = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header)?.[1] ?? '';
  const shape = shapeText
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  if (shape.length < 1 || shape.length > 2) throw bad(`has ${shape.length} dimensions, not one or two`);
  const count = shape.reduce((product, length) => product * length, 1);
  // Rows of no columns take no bytes: there may be any number of them.
  if (shape[1] === 0) throw bad(`has rows without columns, of the shape (${shape.join(', ')})`);
  if (!Number.isSafeInteger(count) || start + count * size > bytes.length) throw bad('is shorter than its shape says');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const isLittle = descriptor?.[1] !== '>';
  const [rows = 0, columns = 1] = shape;
  const isByColumn = /'fortran_order'\s*:\s*True/.test(header);
  const placeOf = (at: number) => (isByColumn ? (at % columns) * rows + Math.floor(at / columns) : at) * size;
  const values = Float64Array.from({ length: count }, (_none, at) => read(view, placeOf(at), isLittle));
  const readWhole = own(wholeTypes, descriptor?.[2] ?? '');
  if (readWhole === undefined || values.every((value) => Number.isSafeInteger(value))) return { shape, values };
  return { shape, values, integers: Array.from(values, (_value, at) => readWhole(view, placeOf(at), isLittle)) };
}

interface ItemWriter {
  readonly code: string;
  readonly size: number;
  write(view: DataView, at: number, value: number): void;
}

const itemWriters = {
  float64: { code: '<f8', size: 8, write: (view, at, value) => view.setFloat64(at, value, true) },
  float32: { code: '<f4', size: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
  integer: { code: '<i8', size: 8, write: (view, at, value) => view.setBigInt64(at, BigInt(value), true) },
  boolean: { code: '|b1', size: 1, write: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1) },
} satisfies Readonly<Record<string, ItemWriter>>;

/** Numbers as .npy version 1.0. */
export function encodeNpy({ shape, values }: NpyArray, type: keyof typeof itemWriters): Uint8Array {
  const { code, size, write } = itemWriters[type];
  const { bytes, view, start } = newNpy(code, shape, values.length * size);
  for (let at = 0; at < values.length; at++) write(view, start + at * size, defined(values[at]));
  return bytes;
}

/** Integers by their digits, as numpy's `code` has them, such as `|u1` or `<i8`. */
export function encodeNpyIntegers(shape: readonly number[], digits: readonly string[], code: string): Uint8Array {
  const size = Number(code.slice(2));
  const { bytes, start } = newNpy(code, shape, digits.length * size);
  digits.forEach((text, at) => {
    const value = BigInt.asUintN(64, BigInt(text));
    for (let byte = 0; byte < size; byte++)
      bytes[start + at * size + byte] = Number((value >> BigInt(8 * byte)) & 255n);
  });
  return bytes;
}

/** Texts of `least` characters, or as long as the longest: UCS-4, filled up with NUL. */
export function encodeNpyTexts(shape: readonly number[], texts: readonly string[], least = 1): Uint8Array {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) as number));
  const width = points.reduce((most, { length }) => Math.max(most, length), least);
  const { bytes, view, start } = newNpy(`<U${width}`, shape, texts.length * width * 4);
  points.forEach((text, at) => {
    text.forEach((point, place) => view.setUint32(start + (at * width + place) * 4, point, true));
  });
  return bytes;
}

/** The header, and room for `size` bytes of data. */
function newNpy(code: string, shape: readonly number[], size: number) {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  // The data begins at a multiple of 64 bytes, after a line break.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + size);
  const view = new DataView(bytes.buffer);
  bytes.set([...MAGIC, 1, 0]);
  view.setUint16(8, length, true);
  const header = `${text.padEnd(length - 1)}\n`;
  for (let at = 0; at < length; at++) bytes[10 + at] = header.charCodeAt(at);
  return { bytes, view, start: 10 + length };
}

function readHeader(bytes: Uint8Array): { header: string; start: number } {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) throw bad('does not begin as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isFirst = bytes[6] === 1;
  const start = isFirst ? 10 : 12;
  const end = start + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length || end - start > 65_536) throw bad('has a header that does not end');
  return { header: String.fromCharCode(...bytes.subarray(start, end)), start: end };
}

function bad(problem: string): ScoringError {
  return new ScoringError('bad_input', `The .npy body ${problem}.`);
}
