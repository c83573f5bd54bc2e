import { defined } from '../../util/defined.ts';
import { damaged, type GrowingBytes } from './growing-bytes.ts';

const STATES = 12;
const MAX_POSITION_STATES = 16;
/** A probability of one half: 11 bits of precision. */
const HALF = 1 << 10;
const LITERAL_CODER = 0x300;
const MIN_MATCH = 2;

/** Places of the adaptive probabilities in one array. */
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + STATES * MAX_POSITION_STATES;
const IS_REPEAT_0 = IS_REPEAT + STATES;
const IS_REPEAT_1 = IS_REPEAT_0 + STATES;
const IS_REPEAT_2 = IS_REPEAT_1 + STATES;
const IS_LONG_REPEAT_0 = IS_REPEAT_2 + STATES;
const SLOTS = IS_LONG_REPEAT_0 + STATES * MAX_POSITION_STATES;
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 128;
const MATCH_LENGTH = ALIGN + 16;
/** Two choices, then short, middle and long lengths. */
const LENGTH_SIZE = 2 + 8 * MAX_POSITION_STATES * 2 + 256;
const REPEAT_LENGTH = MATCH_LENGTH + LENGTH_SIZE;
const LITERALS = REPEAT_LENGTH + LENGTH_SIZE;

/**
 * The LZMA decoder: a range coder over adaptive bits. What it puts out is its dictionary too.
 * Source: the LZMA specification of the LZMA SDK, whose names of states it keeps.
 */
export class LzmaDecoder {
  readonly #file: Uint8Array;
  readonly #out: GrowingBytes;
  #probabilities = new Uint16Array(0);
  #literalContextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;
  #state = 0;
  readonly #distances = new Uint32Array(4);
  #range = 0;
  #code = 0;
  #position = 0;
  #end = 0;
  /** Where the dictionary begins in the output. */
  #origin = 0;

  constructor(file: Uint8Array, out: GrowingBytes) {
    this.#file = file;
    this.#out = out;
  }

  /** One byte that says how many bits of position and of the byte before choose among probabilities; all are set back. */
  setProperties(byte: number): void {
    const [literalContext, rest] = [byte % 9, Math.floor(byte / 9)];
    const [literalPosition, position] = [rest % 5, Math.floor(rest / 5)];
    if (position > 4) throw damaged();
    this.#literalContextBits = literalContext;
    this.#literalPositionMask = (1 << literalPosition) - 1;
    this.#positionMask = (1 << position) - 1;
    this.#probabilities = new Uint16Array(LITERALS + (LITERAL_CODER << (literalContext + literalPosition)));
    this.resetState();
  }

  resetState(): void {
    if (this.#probabilities.length === 0) throw damaged();
    this.#probabilities.fill(HALF);
    this.#state = 0;
    this.#distances.fill(0);
  }

  resetDictionary(): void {
    this.#origin = this.#out.length;
  }

  /**
   * Decodes bytes `start` to `end` of the file until `size` bytes more are out or, without a size, up to the mark of the
   * end. Returns the first byte not read.
   */
  decode(start: number, end: number, size: number): number {
    if (this.#probabilities.length === 0) throw damaged();
    this.#position = start;
    this.#end = end;
    if (this.#nextByte() !== 0) throw damaged();
    this.#range = 0xffffffff;
    this.#code = 0;
    for (let at = 0; at < 4; at++) this.#code = ((this.#code << 8) | this.#nextByte()) >>> 0;
    const until = this.#out.length + size;
    while (this.#out.length < until) if (!this.#decodeOne()) break;
    if (this.#out.length > until || (this.#out.length < until && size !== Infinity)) throw damaged();
    return this.#position;
  }

  /** A literal or a match; false for the mark of the end. */
  #decodeOne(): boolean {
    const positionState = (this.#out.length - this.#origin) & this.#positionMask;
    if (this.#bit(IS_MATCH + this.#state * MAX_POSITION_STATES + positionState) === 0) {
      this.#decodeLiteral();
      return true;
    }
    if (this.#bit(IS_REPEAT + this.#state) === 1) {
      this.#decodeRepeat(positionState);
      return true;
    }
    const length = this.#length(MATCH_LENGTH, positionState);
    this.#distances.copyWithin(1, 0, 3);
    this.#distances[0] = this.#distance(length);
    this.#state = this.#state < 7 ? 7 : 10;
    if (this.#distances[0] === 0xffffffff) return false;
    this.#copy(length);
    return true;
  }

  #decodeLiteral(): void {
    const out = this.#out;
    const place = out.length - this.#origin;
    const before = place === 0 ? 0 : out.before(1);
    const context =
      ((place & this.#literalPositionMask) << this.#literalContextBits) + (before >> (8 - this.#literalContextBits));
    const base = LITERALS + LITERAL_CODER * context;
    let symbol = 1;
    if (this.#state >= 7) {
      // Behind a match, the byte that would have gone on with it says which probabilities.
      let match = this.#matched(defined(this.#distances[0]));
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = this.#bit(base + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== matchBit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(base + symbol);
    out.push(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** A match at one of the last four distances, which comes first again. */
  #decodeRepeat(positionState: number): void {
    const state = this.#state;
    if (this.#bit(IS_REPEAT_0 + state) === 0) {
      if (this.#bit(IS_LONG_REPEAT_0 + state * MAX_POSITION_STATES + positionState) === 0) {
        this.#state = state < 7 ? 9 : 11;
        this.#out.push(this.#matched(defined(this.#distances[0])));
        return;
      }
    } else {
      const which = this.#bit(IS_REPEAT_1 + state) === 0 ? 1 : 2 + this.#bit(IS_REPEAT_2 + state);
      const distance = defined(this.#distances[which]);
      this.#distances.copyWithin(1, 0, which);
      this.#distances[0] = distance;
    }
    const length = this.#length(REPEAT_LENGTH, positionState);
    this.#state = state < 7 ? 8 : 11;
    this.#copy(length);
  }

  #matched(distance: number): number {
    if (distance >= this.#out.length - this.#origin) throw damaged();
    return this.#out.before(distance + 1);
  }

  #copy(length: number): void {
    const distance = defined(this.#distances[0]);
    if (distance >= this.#out.length - this.#origin) throw damaged();
    this.#out.copyBack(distance + 1, length);
  }

  #length(base: number, positionState: number): number {
    if (this.#bit(base) === 0) return MIN_MATCH + this.#tree(base + 2 + positionState * 8, 3);
    const middle = base + 2 + 8 * MAX_POSITION_STATES;
    if (this.#bit(base + 1) === 0) return MIN_MATCH + 8 + this.#tree(middle + positionState * 8, 3);
    return MIN_MATCH + 16 + this.#tree(middle + 8 * MAX_POSITION_STATES, 8);
  }

  /** Distance less one: a slot for its highest two bits, the others by probabilities or, of long ones, as they are. */
  #distance(length: number): number {
    const slot = this.#tree(SLOTS + Math.min(length - MIN_MATCH, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return high + this.#reverseTree(SPECIAL + high - slot, bits);
    return (high + this.#directBits(bits - 4) * 16 + this.#reverseTree(ALIGN, 4)) >>> 0;
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let at = 0; at < bits; at++) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  /** The lowest bit first. */
  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let at = 0; at < bits; at++) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << at;
    }
    return value;
  }

  #directBits(count: number): number {
    let value = 0;
    for (let at = 0; at < count; at++) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      this.#normalize();
      value = value * 2 + bit;
    }
    return value;
  }

  #bit(place: number): number {
    const probabilities = this.#probabilities;
    const probability = defined(probabilities[place]);
    const bound = (this.#range >>> 11) * probability;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      probabilities[place] = probability + ((2048 - probability) >> 5);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      probabilities[place] = probability - (probability >> 5);
      bit = 1;
    }
    this.#normalize();
    return bit;
  }

  #normalize(): void {
    if (this.#range >= 2 ** 24) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#nextByte()) >>> 0;
  }

  #nextByte(): number {
    if (this.#position >= this.#end) throw damaged();
    return defined(this.#file[this.#position++]);
  }
}
