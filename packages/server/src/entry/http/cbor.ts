import { ServiceError } from '../../contract/service-error.ts';
import { maxValues } from './parse-json.ts';

/**
 * Concise binary objects as RPC v2 CBOR has them (RFC 8949): numbers, texts, bytes, lists, maps and times. Written here since bytes
 * come from outside: what is too deep or too long for its bytes is refused before anything is made for it.
 */
export const cbor = { decode, encode, time };

/** Seconds since 1970, encoded as a time (tag 1). */
class Time {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

function time(seconds: number): Time {
  return new Time(seconds);
}

const maxDepth = 50;

/** Times are seconds since 1970. Throws `ServiceError` (SerializationException). */
function decode(bytes: Buffer): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (!reader.isAtEnd) throw malformed('it goes on behind its end');
  return value;
}

/** Stands for the end of a list, map or text whose length was not given. */
const breakMark = Symbol('break');

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    const item = this.#item(depth);
    if (item === breakMark) throw malformed('something ends that has not begun');
    return item;
  }

  #item(depth: number): unknown {
    if (depth > maxDepth) throw malformed(`it has more than ${maxDepth} levels`);
    if (++this.#values > maxValues) throw malformed(`it has more than ${maxValues} values`);
    const first = this.#take(1).readUInt8();
    const kind = first >> 5;
    const short = first & 31;
    if (kind === 7) return this.#simple(short);
    const isOpen = short === 31;
    const length = isOpen ? undefined : this.#count(short);
    if (kind === 0) return defined(length);
    if (kind === 1) return -1 - defined(length);
    if (kind === 2) return Buffer.concat(this.#pieces(length, depth));
    if (kind === 3) return Buffer.concat(this.#pieces(length, depth)).toString('utf8');
    if (kind === 4) return this.#items(length, depth);
    if (kind === 5) return this.#members(length, depth);
    return this.value(depth + 1); // a tag: times are numbers
  }

  #simple(short: number): unknown {
    if (short === 20 || short === 21) return short === 21;
    if (short === 22 || short === 23) return null;
    if (short === 25) return halfFloat(this.#take(2).readUInt16BE());
    if (short === 26) return this.#take(4).readFloatBE();
    if (short === 27) return this.#take(8).readDoubleBE();
    if (short === 31) return breakMark;
    throw malformed('it has a value of no kind that is known');
  }

  #count(short: number): number {
    if (short < 24) return short;
    if (short === 24) return this.#take(1).readUInt8();
    if (short === 25) return this.#take(2).readUInt16BE();
    if (short === 26) return this.#take(4).readUInt32BE();
    if (short === 27) return Number(this.#take(8).readBigUInt64BE());
    throw malformed('it has a length of no kind that is known');
  }

  #pieces(length: number | undefined, depth: number): Buffer[] {
    if (length !== undefined) return [this.#take(length)];
    return this.#items(undefined, depth).map((piece) => {
      if (typeof piece === 'string' || Buffer.isBuffer(piece)) return Buffer.from(piece);
      throw malformed('a text has pieces that are none');
    });
  }

  #items(length: number | undefined, depth: number): unknown[] {
    const items: unknown[] = [];
    while (items.length !== length) {
      const item = this.#item(depth + 1);
      if (item === breakMark) break;
      items.push(item);
    }
    return items;
  }

  #members(length: number | undefined, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    while (members.length !== length) {
      const name = this.#item(depth + 1);
      if (name === breakMark) break;
      if (typeof name !== 'string') throw malformed('a map has a name that is no text');
      members.push([name, this.value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw malformed('it ends too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function defined(length: number | undefined): number {
  if (length === undefined) throw malformed('a number has no length');
  return length;
}

/** RFC 8949, appendix D. */
function halfFloat(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = half & 32_768 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const malformed = (what: string) => new ServiceError('SerializationException', `The request body is no CBOR: ${what}.`);

/** Of texts, numbers, booleans, times, bytes, lists, and objects, whose undefined members are left out. */
function encode(value: unknown): Buffer {
  return Buffer.concat(pieces(value));
}

function pieces(value: unknown): Buffer[] {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return [number(value)];
  if (typeof value === 'boolean') return [Buffer.from([value ? 0xf5 : 0xf4])];
  if (value === null || value === undefined) return [Buffer.from([0xf6])];
  if (value instanceof Time) return [Buffer.from([0xc1]), number(value.seconds)];
  if (Buffer.isBuffer(value)) return [head(2, value.length), value];
  if (Array.isArray(value)) return [head(4, value.length), ...value.flatMap(pieces)];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return [head(5, members.length), ...members.flatMap(([name, member]) => [...text(name), ...pieces(member)])];
}

function text(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  return [head(3, bytes.length), bytes];
}

function number(value: number): Buffer {
  if (Number.isSafeInteger(value)) return value < 0 ? head(1, -1 - value) : head(0, value);
  const bytes = Buffer.from([0xfb, 0, 0, 0, 0, 0, 0, 0, 0]);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(kind: number, length: number): Buffer {
  const first = kind << 5;
  if (length < 24) return Buffer.from([first + length]);
  const bytes = Buffer.alloc(9);
  bytes[0] = first + 27;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
