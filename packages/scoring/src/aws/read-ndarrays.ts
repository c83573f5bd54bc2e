import { ScoringError } from '../scoring-error.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';

const LIST_MAGIC = 0x112n;
/** Magic of an array's layout: V1 (dense), V2 and V3 (dense or sparse). */
const V1 = 0xf993fac8;
const V2 = 0xf993fac9;
const V3 = 0xf993faca;

/** More dimensions, or arrays in a file, than any model has. */
const MAX_DIMENSIONS = 32;
const MAX_ARRAYS = 100_000;

/** Number of MXNet's dtype → bytes of a number and how it is read. Others (half floats, bools) no model here has. */
const dtypes: Readonly<Record<number, readonly [size: number, read: (view: DataView, at: number) => number]>> = {
  0: [4, (view, at) => view.getFloat32(at, true)],
  1: [8, (view, at) => view.getFloat64(at, true)],
  3: [1, (view, at) => view.getUint8(at)],
  4: [4, (view, at) => view.getInt32(at, true)],
  5: [1, (view, at) => view.getInt8(at)],
  6: [8, (view, at) => Number(view.getBigInt64(at, true))],
};

/** An array of MXNet's, row-major. */
export interface NdArrayValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * The dense arrays of a file that `mxnet.nd.save` writes, by name; unnamed ones are called `0`, `1` ... Throws
 * `ScoringError`: `bad_model` for a damaged file, before anything is allocated for sizes that it lies about;
 * `unsupported_model` for sparse arrays and for other numbers than floats and whole numbers.
 * Source: `NDArray::Save` and `NDArray::Load` in `src/ndarray/ndarray.cc` of MXNet 1.9.1.
 */
export function readNdArrays(bytes: Uint8Array): ReadonlyMap<string, NdArrayValues> {
  const cursor = new Cursor(bytes);
  if (cursor.u64() !== LIST_MAGIC) throw damaged('does not begin as one');
  cursor.u64();
  const arrays = Array.from({ length: cursor.count(MAX_ARRAYS) }, () => readArray(cursor));
  const nameCount = cursor.count(MAX_ARRAYS);
  if (nameCount !== 0 && nameCount !== arrays.length)
    throw damaged(`has ${arrays.length} arrays and ${nameCount} names`);
  return new Map(
    arrays.map((array, at) => [nameCount === 0 ? String(at) : decodeUtf8(cursor.take(cursor.count(65_536))), array]),
  );
}

function readArray(cursor: Cursor): NdArrayValues {
  const magic = cursor.u32();
  if (magic === V2 || magic === V3) {
    const storage = cursor.i32();
    if (storage !== 0) throw new ScoringError('unsupported_model', 'Sparse arrays of MXNet are not read natively.');
  }
  const isNamed = magic === V1 || magic === V2 || magic === V3;
  // The oldest layout has no magic: the number is that of dimensions, which are 32-bit.
  const dimensions = isNamed ? cursor.i32() : magic;
  if (!(dimensions >= 0 && dimensions <= MAX_DIMENSIONS)) throw damaged(`has an array of ${dimensions} dimensions`);
  const shape = Array.from({ length: dimensions }, () => (isNamed ? Number(cursor.u64()) : cursor.u32()));
  if (dimensions === 0) return { shape, values: new Float64Array(0) };
  cursor.take(8); // the device it was on
  const dtype = cursor.i32();
  const [size, read] = dtypes[dtype] ?? [];
  if (size === undefined || read === undefined)
    throw new ScoringError('unsupported_model', `MXNet arrays of dtype ${dtype} are not read natively.`);
  const count = shape.reduce((product, length) => product * length, 1);
  const content = cursor.take(count * size);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return { shape, values: Float64Array.from({ length: count }, (_none, at) => read(view, at * size)) };
}

/** Reads little-endian numbers and never beyond the end. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (!(Number.isSafeInteger(length) && length >= 0 && length <= this.#bytes.length - this.#at))
      throw damaged(`wants ${length} bytes where ${this.#bytes.length - this.#at} are left`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  u32 = () => this.#view(4).getUint32(0, true);
  i32 = () => this.#view(4).getInt32(0, true);
  u64 = () => this.#view(8).getBigUint64(0, true);

  /** A count of things that takes a byte each at least. */
  count(most: number): number {
    const count = Number(this.u64());
    if (count > most || count > this.#bytes.length) throw damaged(`claims ${count} parts`);
    return count;
  }

  #view(length: number): DataView {
    const part = this.take(length);
    return new DataView(part.buffer, part.byteOffset, length);
  }
}

function damaged(problem: string): ScoringError {
  return new ScoringError('bad_model', `The file of MXNet arrays ${problem}.`);
}
