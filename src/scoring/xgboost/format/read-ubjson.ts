import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';
import { own } from '../../../util/own.ts';

/** Documents of XGBoost are about ten levels deep. */
const MAX_DEPTH = 64;

/**
 * Reads one UBJSON value (big-endian) in the dialect of XGBoost: keys without a marker of their own, counted arrays
 * without a closing bracket. Objects come as null-prototype records, typed arrays as typed arrays.
 * A count is believed only as far as bytes are left, so a file cannot ask for more memory than a few times its size.
 *
 * Throws `ScoringError` `bad_model` with the byte at which the file stops making sense.
 * Source: `src/common/json.cc` of XGBoost 1.6 to 3.2, and the UBJSON draft 12.
 */
export function readUbjson(bytes: Uint8Array): unknown {
  return new UbjsonReader(bytes).value(0);
}

class UbjsonReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#bad(`nests deeper than ${MAX_DEPTH} levels`);
    const marker = this.#marker();
    switch (marker) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case 'S':
        return this.#text(this.#length());
      case 'C':
        return this.#text(1);
      case 'Z':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      default:
        return this.#number(marker);
    }
  }

  #object(depth: number): Record<string, unknown> {
    const object = Object.create(null) as Record<string, unknown>;
    for (;;) {
      const marker = this.#marker();
      if (marker === '}') return object;
      if (marker === 'N') continue;
      const key = this.#text(this.#lengthOf(marker));
      object[key] = this.value(depth + 1);
    }
  }

  #array(depth: number): unknown {
    const next = this.#marker();
    if (next === '$') return this.#typedArray();
    const items: unknown[] = [];
    if (next === '#') {
      const count = this.#length();
      for (let i = 0; i < count; i++) items.push(this.value(depth + 1));
      return items;
    }
    this.#at--;
    for (;;) {
      if (this.#peek() === ']') {
        this.#at++;
        return items;
      }
      items.push(this.value(depth + 1));
    }
  }

  #typedArray(): unknown {
    const type = this.#marker();
    if (this.#marker() !== '#') throw this.#bad('has a typed array without a count');
    const array = own(typedArrays, type);
    if (array === undefined) throw this.#bad(`has an array of the unknown type ${JSON.stringify(type)}`);
    const count = this.#length();
    const start = this.#take(count * array.width);
    return array.read(this.#view, start, count);
  }

  #number(marker: string): number {
    const type = own(typedArrays, marker);
    if (type === undefined) throw this.#bad(`has the unknown marker ${JSON.stringify(marker)}`);
    return Number(type.read(this.#view, this.#take(type.width), 1)[0]);
  }

  #length(): number {
    return this.#lengthOf(this.#marker());
  }

  /** A count or length: never more than bytes are left, since every item takes at least one. */
  #lengthOf(marker: string): number {
    const length = this.#number(marker);
    if (!(Number.isInteger(length) && length >= 0 && length <= this.#bytes.length - this.#at)) {
      throw this.#bad(`tells of ${length} items where ${this.#bytes.length - this.#at} bytes are left`);
    }
    return length;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return decodeText(this.#bytes.subarray(start, start + length));
  }

  #marker(): string {
    return String.fromCharCode(this.#bytes[this.#take(1)]);
  }

  #peek(): string {
    if (this.#at >= this.#bytes.length) throw this.#bad('ends early');
    return String.fromCharCode(this.#bytes[this.#at]);
  }

  #take(length: number): number {
    const start = this.#at;
    if (!(length <= this.#bytes.length - start)) throw this.#bad('ends early');
    this.#at += length;
    return start;
  }

  #bad(problem: string) {
    return badModel(`(UBJSON) ${problem}, at byte ${this.#at}`);
  }
}

interface TypedArrayReader {
  readonly width: number;
  readonly read: (
    view: DataView,
    start: number,
    count: number,
  ) => Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;
}

/** 64-bit integers become doubles, unless one of them, such as a category, lies beyond 2^53. */
const typedArrays: Readonly<Record<string, TypedArrayReader>> = {
  d: { width: 4, read: (view, start, count) => fill(new Float32Array(count), (at) => view.getFloat32(start + at * 4)) },
  D: { width: 8, read: (view, start, count) => fill(new Float64Array(count), (at) => view.getFloat64(start + at * 8)) },
  i: { width: 1, read: (view, start, count) => fill(new Int32Array(count), (at) => view.getInt8(start + at)) },
  U: { width: 1, read: (view, start, count) => fill(new Uint8Array(count), (at) => view.getUint8(start + at)) },
  I: { width: 2, read: (view, start, count) => fill(new Int32Array(count), (at) => view.getInt16(start + at * 2)) },
  l: { width: 4, read: (view, start, count) => fill(new Int32Array(count), (at) => view.getInt32(start + at * 4)) },
  L: {
    width: 8,
    read: (view, start, count) => {
      const integers = BigInt64Array.from({ length: count }, (_none, at) => view.getBigInt64(start + at * 8));
      const numbers = Float64Array.from(integers, Number);
      return numbers.every(Number.isSafeInteger) ? numbers : integers;
    },
  },
};

function fill<T extends Float32Array | Float64Array | Int32Array | Uint8Array>(
  array: T,
  valueAt: (at: number) => number,
): T {
  for (let at = 0; at < array.length; at++) array[at] = valueAt(at);
  return array;
}
