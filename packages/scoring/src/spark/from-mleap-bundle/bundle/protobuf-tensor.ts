import { type BinaryReader, getTextEncoding } from '@bufbuild/protobuf/wire';
import { ScoringError } from '../../../scoring-error.ts';
import type { Attribute } from '../../attributes/attribute.ts';
import { eachField, nested, readDimensions } from './each-field.ts';

/** Bytes of one value and how it is read, by `ml.bundle.BasicType`; everything is big-endian. */
const fixedReaders: Readonly<Record<number, readonly [number, (view: DataView, at: number) => number | boolean]>> = {
  1: [1, (view, at) => view.getUint8(at) === 1],
  2: [1, (view, at) => view.getInt8(at)],
  3: [2, (view, at) => view.getInt16(at)],
  4: [4, (view, at) => view.getInt32(at)],
  5: [8, (view, at) => Number(view.getBigInt64(at))],
  6: [4, (view, at) => view.getFloat32(at)],
  7: [8, (view, at) => view.getFloat64(at)],
};

/** Reads an `ml.bundle.Tensor`: 1 base, 2 shape, 3 value (always dense). */
export function readProtobufTensor(reader: BinaryReader): Attribute {
  let base = 0;
  let dimensions: number[] | undefined;
  let value: Uint8Array = new Uint8Array(0);
  eachField(reader, (message, field) => {
    if (field === 1) base = message.int32();
    else if (field === 2) dimensions = readDimensions(nested(message));
    else if (field === 3) value = message.bytes();
    else return false;
    return true;
  });
  const items = base === 100 || base === 101 ? readTexts(value, base === 100) : readFixed(value, base);
  return { form: 'tensor', items, dimensions: dimensions ?? [items.length] };
}

function readFixed(bytes: Uint8Array, base: number): Float64Array | unknown[] {
  const reader = fixedReaders[base];
  if (reader === undefined) {
    if (bytes.length === 0) return [];
    throw new ScoringError('bad_model', `a tensor has the unknown basic type ${base}`);
  }
  const [width, read] = reader;
  if (bytes.length % width !== 0) {
    throw new ScoringError('bad_model', `a tensor's ${bytes.length} bytes are no multiple of ${width}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (base === 1) return Array.from(bytes, (byte) => byte === 1);
  const numbers = new Float64Array(bytes.length / width);
  for (let at = 0; at < numbers.length; at++) numbers[at] = read(view, at * width) as number;
  return numbers;
}

function readTexts(bytes: Uint8Array, isText: boolean): unknown[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = view.getInt32(at);
    if (length < 0 || at + 4 + length > bytes.length)
      throw new ScoringError('bad_model', 'a tensor of texts is cut off');
    const item = bytes.subarray(at + 4, at + 4 + length);
    texts.push(isText ? getTextEncoding().decodeUtf8(item) : item);
    at += 4 + length;
  }
  return texts;
}
