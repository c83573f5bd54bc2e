import { ScoringError } from '../../scoring-error.ts';
import { decodeLatin1 } from '../../text/decode-latin1.ts';
import type { DType } from './dtype.ts';

/** How one item is read from a view at a byte offset, by kind and size. */
type Read = (view: DataView, at: number, littleEndian: boolean) => unknown;

const readers: Readonly<Record<string, Read>> = {
  b1: (view, at) => view.getUint8(at) !== 0,
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => narrow(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => narrow(view.getBigUint64(at, little)),
  f2: (view, at, little) => halfToDouble(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** Where the values of items lie: items are `stride` bytes apart, and the value starts at `offset` in each. */
export interface ItemLayout {
  readonly stride: number;
  readonly offset: number;
}

/** Reads the item number `at` of `data`; by default items are their values, one behind the other. */
export function itemReader(
  data: Uint8Array,
  dtype: DType,
  { stride, offset }: ItemLayout = { stride: dtype.itemSize, offset: 0 },
): (at: number) => unknown {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { kind, itemSize, littleEndian } = dtype;
  if (kind === 'U') {
    const readText = textReader(view, dtype);
    return (at) => readText(at * stride + offset);
  }
  if (kind === 'S') return (at) => readBytes(data, at * stride + offset, itemSize);
  const read = readers[`${kind}${itemSize}`];
  if (read === undefined) {
    throw new ScoringError('unsupported_model', `Arrays of dtype ${kind}${itemSize} are not read natively.`);
  }
  return (at) => read(view, at * stride + offset, littleEndian);
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** UCS-4, filled up with NUL. */
function textReader(view: DataView, { itemSize, littleEndian }: DType): (start: number) => string {
  return (start) => {
    let text = '';
    let end = itemSize;
    while (end >= 4 && view.getUint32(start + end - 4, littleEndian) === 0) end -= 4;
    for (let at = 0; at < end; at += 4) {
      const point = view.getUint32(start + at, littleEndian);
      if (point > 0x10ffff)
        throw new ScoringError('bad_model', 'A text in an array names a character that does not exist.');
      text += String.fromCodePoint(point);
    }
    return text;
  };
}

/** Fixed-size bytes, filled up with NUL; one character a byte. */
function readBytes(data: Uint8Array, start: number, size: number): string {
  let end = size;
  while (end > 0 && data[start + end - 1] === 0) end--;
  return decodeLatin1(data.subarray(start, start + end));
}

/** IEEE 754 binary16. */
function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
