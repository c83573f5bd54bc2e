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
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  value(depth: number, marker = this.#marker()): unknown {
    if (depth > MAX_DEPTH) throw this.#bad(`nests deeper than ${MAX_DEPTH} levels`);
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
    for (let marker = next; marker !== ']'; marker = this.#marker()) items.push(this.value(depth + 1, marker));
    return items;
  }

  #typedArray(): unknown {
    const OfNumbers = this.#typeOf(this.#marker());
    if (this.#marker() !== '#') throw this.#bad('has a typed array without a count');
    const start = this.#take(this.#length() * OfNumbers.BYTES_PER_ELEMENT);
    const bytes = this.#bytes.subarray(start, this.#at);
    return () => readNumbers(bytes, OfNumbers);
  }

  #number(marker: string): number {
    const OfNumbers = this.#typeOf(marker);
    const start = this.#take(OfNumbers.BYTES_PER_ELEMENT);
    if (marker === 'd' || marker === 'D')
      return Number(readNumbers(this.#bytes.subarray(start, this.#at), OfNumbers)[0]);
    // A length is asked for in front of every text and array, so this makes no array of its own. Exact up to 2^53.
    let number = marker !== 'U' && defined(this.#bytes[start]) > 127 ? -1 : 0;
    for (let at = start; at < this.#at; at++) number = number * 256 + defined(this.#bytes[at]);
    return number;
  }

  #typeOf(marker: string): NumberType {
    const type = own(numberTypes, marker);
    if (type === undefined) throw this.#bad(`has the unknown marker ${JSON.stringify(marker)}`);
    return type;
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
    return decodeText(this.#bytes.subarray(start, this.#at));
  }

  #marker(): string {
    return String.fromCharCode(defined(this.#bytes[this.#take(1)]));
  }

  /** Steps over this many bytes; where they begin. */
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

type Numbers = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | BigInt64Array;

interface NumberType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): Numbers;
}

const numberTypes: Readonly<Record<string, NumberType>> = {
  d: Float32Array,
  D: Float64Array,
  i: Int8Array,
  U: Uint8Array,
  I: Int16Array,
  l: Int32Array,
  L: BigInt64Array,
};

/**
 * Numbers in a row, whose bytes stand the other way round in the file: all bytes turned round and then all numbers, which engines do quickly.
 * 64-bit integers become doubles, unless one of them, such as a category, lies beyond 2^53.
 */
function readNumbers(bytes: Uint8Array, OfNumbers: NumberType): Numbers {
  const numbers = new OfNumbers(new Uint8Array(bytes).reverse().buffer).reverse();
  if (!(numbers instanceof BigInt64Array)) return numbers;
  const doubles = Float64Array.from(numbers, Number);
  return doubles.every(Number.isSafeInteger) ? doubles : numbers;
}
