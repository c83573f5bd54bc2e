import { defined } from '../../util/defined.ts';
import { BlockRoom } from './block-room.ts';
import { damaged, GrowingBytes } from './growing-bytes.ts';

/** First bits of a block and of the end of a stream: the digits of pi and of its square root. */
const BLOCK = 0x314159265359;
const END = 0x177245385090;

/** Symbols of a group are coded by one of up to 6 codes. */
const GROUP_SYMBOLS = 50;
const MAX_CODE_BITS = 20;
/** Codes up to this many bits are looked up at once. */
const SHORT_BITS = 10;

/**
 * What a bzip2 file expands to, all of its streams. Throws `bad_model` for damaged data, a wrong checksum, the long given
 * up randomised blocks, and beyond `maxBytes` of output.
 * Source: the decompressor of bzip2 1.0; the format has no other specification.
 */
export function bunzip2(file: Uint8Array, maxBytes: number): Uint8Array {
  const bits = new BitReader(file);
  const out = new GrowingBytes(maxBytes, file.length * 4);
  const room = new BlockRoom();
  do readStream(bits, out, room);
  while (!bits.isAtEnd());
  return out.take();
}

function readStream(bits: BitReader, out: GrowingBytes, room: BlockRoom): void {
  const level = bits.take(8) === 0x42 && bits.take(8) === 0x5a && bits.take(8) === 0x68 ? bits.take(8) - 48 : 0;
  if (level < 1 || level > 9) throw damaged();
  let combined = 0;
  for (;;) {
    const mark = bits.take(24) * 2 ** 24 + bits.take(24);
    const checksum = bits.take32();
    if (mark === END) {
      if (checksum !== combined >>> 0) throw damaged();
      bits.skipToByte();
      return;
    }
    if (mark !== BLOCK) throw damaged();
    const start = out.length;
    writeBlock(readBlock(bits, level * 100_000, room), out);
    if (blockChecksum(out.since(start)) !== checksum) throw damaged();
    combined = ((combined << 1) | (combined >>> 31)) ^ checksum;
  }
}

interface Block extends Symbols {
  /** The row of the original among the sorted rotations. */
  readonly origin: number;
}

/** Huffman codes and move-to-front are undone here, the Burrows-Wheeler transform and runs of equal bytes by `writeBlock`. */
function readBlock(bits: BitReader, maxSize: number, room: BlockRoom): Block {
  if (bits.take(1) !== 0) throw damaged();
  const origin = bits.take(24);
  const symbols = readSymbols(bits, readCoding(bits), { links: room.links(maxSize), maxSize });
  if (origin >= symbols.size) throw damaged();
  return { ...symbols, origin };
}

function writeBlock(block: Block, out: GrowingBytes): void {
  const { links, counts, size } = block;
  let next = 0;
  const places = counts.map((count) => (next += count) - count);
  for (let at = 0; at < size; at++) {
    const byte = defined(links[at]) & 255;
    const place = defined(places[byte]);
    places[byte] = place + 1;
    links[place] = defined(links[place]) | (at << 8);
  }
  writeRuns(block, out);
}

/** The bytes that occur, in order: which ranges of 16, then which of each range. */
function readAlphabet(bits: BitReader): Uint8Array {
  const ranges = bits.take(16);
  const found: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const members = bits.take(16);
    for (let at = 0; at < 16; at++) if ((members & (0x8000 >> at)) !== 0) found.push(range * 16 + at);
  }
  if (found.length === 0) throw damaged();
  return Uint8Array.from(found);
}

/** How the symbols of a block are coded. */
interface Coding {
  /** The bytes that occur. */
  readonly alphabet: Uint8Array;
  readonly codes: readonly BitCode[];
  /** The code of each group of symbols. */
  readonly selectors: Uint8Array;
}

/** Selectors are coded by move-to-front, too. */
function readCoding(bits: BitReader): Coding {
  const alphabet = readAlphabet(bits);
  const symbols = alphabet.length + 2;
  const count = bits.take(3);
  const groups = bits.take(15);
  if (count < 2 || count > 6 || groups === 0) throw damaged();
  const recent = Uint8Array.from({ length: count }, (_none, at) => at);
  const selectors = Uint8Array.from({ length: groups }, () => {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= count) throw damaged();
    return toFront(recent, place);
  });
  const codes = Array.from({ length: count }, () => {
    let length = bits.take(5);
    const lengths = Uint8Array.from({ length: symbols }, () => {
      while (bits.take(1) === 1) length += bits.take(1) === 0 ? 1 : -1;
      if (length < 1 || length > MAX_CODE_BITS) throw damaged();
      return length;
    });
    return new BitCode(lengths);
  });
  return { alphabet, selectors, codes };
}

interface Symbols {
  /** The last column of the sorted rotations, in the lowest 8 bits. */
  readonly links: Uint32Array;
  readonly counts: Uint32Array;
  readonly size: number;
}

/** Symbols 0 and 1 are the digits of a run of the front byte, the last one is the end, the others places in the list. */
function readSymbols(
  bits: BitReader,
  { alphabet, codes, selectors }: Coding,
  { links, maxSize }: { readonly links: Uint32Array; readonly maxSize: number },
): Symbols {
  const recent = Uint8Array.from(alphabet);
  const counts = new Uint32Array(256);
  let size = 0;
  let run = 0;
  let digit = 1;
  for (let at = 0; ; at++) {
    const group = Math.floor(at / GROUP_SYMBOLS);
    if (group >= selectors.length) throw damaged();
    const symbol = defined(codes[defined(selectors[group])]).next(bits);
    if (symbol < 2) {
      run += digit << symbol;
      digit <<= 1;
      if (run > maxSize) throw damaged();
      continue;
    }
    if (size + run + 1 > maxSize + (symbol > alphabet.length ? 1 : 0)) throw damaged();
    const front = defined(recent[0]);
    links.fill(front, size, size + run);
    counts[front] = defined(counts[front]) + run;
    size += run;
    run = 0;
    digit = 1;
    if (symbol > alphabet.length) return { links, counts, size };
    const byte = toFront(recent, symbol - 1);
    links[size++] = byte;
    counts[byte] = defined(counts[byte]) + 1;
  }
}

/** Follows the links from the row of the original; after four equal bytes comes a count of more. */
function writeRuns({ links, size, origin }: Block, out: GrowingBytes): void {
  let link = defined(links[origin]) >>> 8;
  let same = 0;
  let last = -1;
  for (let left = size; left > 0; left--) {
    const entry = defined(links[link]);
    const byte = entry & 255;
    link = entry >>> 8;
    if (same === 4) {
      if (byte > 0) out.copyBack(1, byte);
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    out.push(byte);
  }
}

function toFront(recent: Uint8Array, place: number): number {
  const value = defined(recent[place]);
  // Most places are near the front, where a loop is faster than `copyWithin`.
  for (let at = place; at > 0; at--) recent[at] = defined(recent[at - 1]);
  recent[0] = value;
  return value;
}

/** A canonical Huffman code whose codes stand highest bit first. */
class BitCode {
  /** By number of bits: the first code beyond those of that length, and what to take from a code to have its symbol's place. */
  readonly #limits = new Int32Array(MAX_CODE_BITS + 1);
  readonly #offsets = new Int32Array(MAX_CODE_BITS + 1);
  readonly #symbols: Uint16Array;
  /** By the next bits: 512 times the bits of the code that they begin with plus its symbol; 0 for longer codes. */
  readonly #short = new Uint16Array(1 << SHORT_BITS);

  constructor(lengths: Uint8Array) {
    const order = Array.from(lengths.keys()).sort((a, b) => defined(lengths[a]) - defined(lengths[b]) || a - b);
    this.#symbols = Uint16Array.from(order);
    let code = 0;
    let place = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      this.#offsets[length] = place - code;
      for (let symbol = order[place]; symbol !== undefined && lengths[symbol] === length; symbol = order[place]) {
        if (length <= SHORT_BITS) {
          const start = code << (SHORT_BITS - length);
          this.#short.fill((length << 9) | symbol, start, start + (1 << (SHORT_BITS - length)));
        }
        place++;
        code++;
      }
      this.#limits[length] = code;
      code <<= 1;
    }
  }

  next(bits: BitReader): number {
    const entry = defined(this.#short[bits.peek(SHORT_BITS)]);
    if (entry !== 0) {
      bits.take(entry >> 9);
      return entry & 511;
    }
    let code = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      code = (code << 1) | bits.take(1);
      if (code < defined(this.#limits[length])) return defined(this.#symbols[code + defined(this.#offsets[length])]);
    }
    throw damaged();
  }
}

/** Bits of a file, the highest of each byte first. */
class BitReader {
  readonly #file: Uint8Array;
  #position = 0;
  #buffer = 0;
  #count = 0;

  constructor(file: Uint8Array) {
    this.#file = file;
  }

  /** The next bits, up to 24, still to be taken; zeros behind the end. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#buffer = (this.#buffer << 8) | (this.#file[this.#position++] ?? 0);
      this.#count += 8;
    }
    return (this.#buffer >>> (this.#count - count)) & ((1 << count) - 1);
  }

  take(count: number): number {
    const value = this.peek(count);
    this.#count -= count;
    if (this.#position - (this.#count >> 3) > this.#file.length) throw damaged();
    return value;
  }

  take32(): number {
    return this.take(16) * 65536 + this.take(16);
  }

  skipToByte(): void {
    this.#count -= this.#count % 8;
  }

  isAtEnd(): boolean {
    return this.#position - (this.#count >> 3) >= this.#file.length;
  }
}

const table = makeTable();

/** CRC-32 with its bits not reflected (polynomial 0x04c11db7), as an unsigned number. */
function blockChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ defined(table[(crc >>> 24) ^ defined(bytes[at])]);
  return ~crc >>> 0;
}

function makeTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_none, byte) => {
    let value = byte << 24;
    for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
    return value;
  });
}
