import { defined } from '../../util/defined.ts';
import { damaged, GrowingBytes } from './growing-bytes.ts';
import { HuffmanCode } from './huffman-code.ts';

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** What an inflated stream is, and where in the file it ended. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** First byte after the DEFLATE data. */
  readonly end: number;
}

/**
 * Raw DEFLATE (RFC 1951) from byte `start` of `file`. It is written out here since scoring stands on no platform's
 * libraries. Throws `bad_model` for damaged data and beyond `maxBytes` of output.
 */
export function inflate(file: Uint8Array, start: number, maxBytes: number): Inflated {
  const state = new InflateState(file, start, maxBytes);
  for (let last = 0; last === 0; ) {
    last = state.bits(1);
    const type = state.bits(2);
    if (type === 0) state.copyStored();
    else if (type === 1) state.decode(fixedLiterals(), fixedDistances());
    else if (type === 2) state.decodeDynamic();
    else throw damaged();
  }
  return { bytes: state.out.take(), end: state.end() };
}

class InflateState {
  readonly out: GrowingBytes;
  #position: number;
  readonly #file: Uint8Array;
  #bitBuffer = 0;
  #bitCount = 0;

  constructor(file: Uint8Array, start: number, maxBytes: number) {
    this.#file = file;
    this.#position = start;
    this.out = new GrowingBytes(maxBytes, file.length * 4);
  }

  /** The first byte of which no bit was used. */
  end(): number {
    return this.#position - (this.#bitCount >> 3);
  }

  bits(count: number): number {
    while (this.#bitCount < count) {
      if (this.#position >= this.#file.length) throw damaged();
      this.#bitBuffer |= defined(this.#file[this.#position++]) << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bitBuffer & ((1 << count) - 1);
    this.#bitBuffer >>>= count;
    this.#bitCount -= count;
    return value;
  }

  /** The length stands on whole bytes: the rest of a byte is skipped, bytes read ahead are given back. */
  copyStored(): void {
    this.#position = this.end();
    this.#bitBuffer = 0;
    this.#bitCount = 0;
    const length = this.bits(16);
    if (this.bits(16) !== (length ^ 0xffff) || this.#position + length > this.#file.length) throw damaged();
    this.out.append(this.#file.subarray(this.#position, this.#position + length));
    this.#position += length;
  }

  decodeDynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const count = this.bits(4) + 4;
    const lengths = new Uint8Array(19);
    for (let at = 0; at < count; at++) lengths[defined(CODE_LENGTH_ORDER[at])] = this.bits(3);
    const all = this.#codeLengths(new HuffmanCode(lengths), literals + distances);
    this.decode(new HuffmanCode(all.subarray(0, literals)), new HuffmanCode(all.subarray(literals)));
  }

  #codeLengths(code: HuffmanCode, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw damaged();
      const value = symbol === 16 ? defined(lengths[at - 1]) : 0;
      const repeat = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (at + repeat > count) throw damaged();
      lengths.fill(value, at, at + repeat);
      at += repeat;
    }
    return lengths;
  }

  decode(literals: HuffmanCode, distances: HuffmanCode): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.out.push(symbol);
        continue;
      }
      if (symbol > 285) throw damaged();
      const length = defined(LENGTH_BASE[symbol - 257]) + this.bits(defined(LENGTH_BITS[symbol - 257]));
      const place = this.#symbol(distances);
      if (place > 29) throw damaged();
      this.out.copyBack(defined(DISTANCE_BASE[place]) + this.bits(defined(DISTANCE_BITS[place])), length);
    }
  }

  /** Looks up as many bits as the longest code has; past the end of the file they are 0. */
  #symbol({ maxBits, table }: HuffmanCode): number {
    while (this.#bitCount < maxBits && this.#position < this.#file.length) {
      this.#bitBuffer |= defined(this.#file[this.#position++]) << this.#bitCount;
      this.#bitCount += 8;
    }
    const entry = defined(table[this.#bitBuffer & ((1 << maxBits) - 1)]);
    const length = entry & 15;
    if (length === 0 || length > this.#bitCount) throw damaged();
    this.#bitBuffer >>>= length;
    this.#bitCount -= length;
    return entry >> 4;
  }
}

function fixedLiterals(): HuffmanCode {
  const lengths = new Uint8Array(288);
  lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
  return new HuffmanCode(lengths);
}

function fixedDistances(): HuffmanCode {
  return new HuffmanCode(new Uint8Array(30).fill(5));
}
