import { defined } from '../../../util/defined.ts';
import { own } from '../../../util/own.ts';
import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';

/** Documents of XGBoost are about ten levels deep. */
const MAX_DEPTH = 64;

/**
 * Reads one UBJSON value (big-endian) in the dialect of XGBoost: keys without a marker of their own, counted arrays
 * without a closing bracket. Objects come as null-prototype records, typed arrays as functions that read them: most are never asked for.
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
    const length = this.#length() * numbers.width;
    const start = this.#take(length);
    return () => readMany(this.#bytes.subarray(start, start + length), numbers.OfNumbers);
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
  readonly OfNumbers: new (buffer: ArrayBuffer) => Numbers;
  /** One number: a length is asked for in front of every text and array, so this makes no array of its own. */
  readonly one: (view: DataView, at: number) => number;
}

type Numbers = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | BigInt64Array;

const numberTypes: Readonly<Record<string, NumberType>> = {
  d: { width: 4, OfNumbers: Float32Array, one: (view, at) => view.getFloat32(at) },
  D: { width: 8, OfNumbers: Float64Array, one: (view, at) => view.getFloat64(at) },
  i: { width: 1, OfNumbers: Int8Array, one: (view, at) => view.getInt8(at) },
  U: { width: 1, OfNumbers: Uint8Array, one: (view, at) => view.getUint8(at) },
  I: { width: 2, OfNumbers: Int16Array, one: (view, at) => view.getInt16(at) },
  l: { width: 4, OfNumbers: Int32Array, one: (view, at) => view.getInt32(at) },
  // As a double: exact up to 2^53.
  L: { width: 8, OfNumbers: BigInt64Array, one: (view, at) => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4) },
};

/**
 * Numbers in a row, whose bytes stand the other way round in the file: all bytes turned round and then all numbers, which engines do quickly.
 * 64-bit integers become doubles, unless one of them, such as a category, lies beyond 2^53.
 */
function readMany(bytes: Uint8Array, OfNumbers: NumberType['OfNumbers']): Numbers {
  const numbers = new OfNumbers(new Uint8Array(bytes).reverse().buffer).reverse();
  if (!(numbers instanceof BigInt64Array)) return numbers;
  const doubles = Float64Array.from(numbers, Number);
  return doubles.every(Number.isSafeInteger) ? doubles : numbers;
}
