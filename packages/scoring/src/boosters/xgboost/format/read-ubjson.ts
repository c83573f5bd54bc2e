import { defined } from '../../../util/defined.ts';
import { own } from '../../../util/own.ts';
import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';

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
    const numbers = own(numberTypes, type);
    if (numbers === undefined) throw this.#bad(`has an array of the unknown type ${JSON.stringify(type)}`);
    const count = this.#length();
    const start = this.#take(count * numbers.width);
    return numbers.many(this.#view, start, count);
  }

  #number(marker: string): number {
    const type = own(numberTypes, marker);
    if (type === undefined) throw this.#bad(`has the unknown marker ${JSON.stringify(marker)}`);
    return type.one(this.#view, this.#take(type.width));
  }

  #length(): number {
    return this.#lengthOf(this.#marker());
  }

  /** A count or length: never more than bytes are left, since every item takes at least one. */
  #lengthOf(marker: string): number {
    const length = this.#number(marker);
    if (!(Number.isInteger(length) && length >= 0 && length <= this.#bytes.length - this.#at)) {
      throw this.#bad(`claims ${length} items where ${this.#bytes.length - this.#at} bytes are left`);
    }
    return length;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return decodeText(this.#bytes.subarray(start, start + length));
  }

  #marker(): string {
    return String.fromCharCode(defined(this.#bytes[this.#take(1)]));
  }

  #peek(): string {
    if (this.#at >= this.#bytes.length) throw this.#bad('ends early');
    return String.fromCharCode(defined(this.#bytes[this.#at]));
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

interface NumberType {
  readonly width: number;
  /** One number: a length is asked for in front of every text and array, so this makes no array of its own. */
  readonly one: (view: DataView, at: number) => number;
  readonly many: (view: DataView, start: number, count: number) => Numbers;
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;

const numberTypes: Readonly<Record<string, NumberType>> = {
  d: numberType(4, Float32Array, (view, at) => view.getFloat32(at)),
  D: numberType(8, Float64Array, (view, at) => view.getFloat64(at)),
  i: numberType(1, Int32Array, (view, at) => view.getInt8(at)),
  U: numberType(1, Uint8Array, (view, at) => view.getUint8(at)),
  I: numberType(2, Int32Array, (view, at) => view.getInt16(at)),
  l: numberType(4, Int32Array, (view, at) => view.getInt32(at)),
  L: { width: 8, one: readInt64, many: readInt64s },
};

function numberType(
  width: number,
  OfNumbers: new (length: number) => Float32Array | Float64Array | Int32Array | Uint8Array,
  one: NumberType['one'],
): NumberType {
  const many = (view: DataView, start: number, count: number) => {
    const array = new OfNumbers(count);
    for (let i = 0; i < count; i++) array[i] = one(view, start + i * width);
    return array;
  };
  return { width, one, many };
}

/** As a double: exact up to 2^53. */
function readInt64(view: DataView, at: number): number {
  return view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
}

/** 64-bit integers become doubles, unless one of them, such as a category, lies beyond 2^53. */
function readInt64s(view: DataView, start: number, count: number): Float64Array | BigInt64Array {
  const numbers = new Float64Array(count);
  let areSafe = true;
  for (let i = 0; i < count; i++) {
    const number = readInt64(view, start + i * 8);
    areSafe &&= Number.isSafeInteger(number);
    numbers[i] = number;
  }
  return areSafe ? numbers : BigInt64Array.from({ length: count }, (_none, i) => view.getBigInt64(start + i * 8));
}
