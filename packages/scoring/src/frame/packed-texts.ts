import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { defined } from '../util/defined.ts';

/** Texts are found by value: a `Map` from text to position does it too. */
export interface TextPositions {
  readonly get: (text: string) => number | undefined;
  /** How many different texts there are. */
  readonly size: number;
}

/** This many texts are packed: fewer take little memory as strings. */
export const MANY_TEXTS = 50_000;

/** The positions of texts in a list; one that comes twice has its last. */
export function textPositions(texts: readonly string[] | PackedTexts): TextPositions {
  if (texts instanceof PackedTexts) return texts;
  // Half of a character has no bytes of its own.
  if (texts.length >= MANY_TEXTS && !texts.some((text) => /\p{Surrogate}/u.test(text))) return packTexts(texts);
  return new Map(texts.map((text, at) => [text, at]));
}

/** Texts of whole characters, packed. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const [starts, ends] = [new Uint32Array(texts.length), new Uint32Array(texts.length)];
  let end = 0;
  texts.forEach((text, at) => {
    starts[at] = end;
    ends[at] = end += utf8Length(text);
  });
  return new PackedTexts({ bytes: getTextEncoding().encodeUtf8(texts.join('')), starts, ends });
}

/** Bytes of a text in UTF-8; a character of two code units has four. */
function utf8Length(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) length++;
    else if (code < 0x800 || (code >= 0xd800 && code < 0xe000)) length += 2;
    else length += 3;
  }
  return length;
}

/** The texts of a list as strings. */
export function textArray(texts: readonly string[] | PackedTexts): readonly string[] {
  return texts instanceof PackedTexts ? texts.toArray() : texts;
}

/** Where the texts of a list stand in UTF-8. */
export interface TextBytes {
  readonly bytes: Uint8Array;
  /** First byte of each text, and the byte behind it. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * A list of very many texts, such as a vocabulary, in bytes: ten million words take a quarter of a gigabyte, where as many strings
 * in a map take two. Where a text stands is found by an open hash table of positions, made when it is first asked.
 */
export class PackedTexts implements TextPositions {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** Positions + 1 by hash, 0 where there is none. */
  #slots: Uint32Array | undefined;
  #distinct = 0;
  #scratch = new Uint8Array(256);

  constructor({ bytes, starts, ends }: TextBytes) {
    this.length = starts.length;
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
  }

  get size(): number {
    this.#table();
    return this.#distinct;
  }

  at(position: number): string | undefined {
    if (!(position >= 0 && position < this.length)) return undefined;
    return getTextEncoding().decodeUtf8(this.#bytes.subarray(this.#starts[position], this.#ends[position]));
  }

  /** The last position of a text; undefined where it is not among these. Nulls and other values are not. */
  get(text: string): number | undefined {
    const slots = this.#table();
    if (typeof text !== 'string') return undefined;
    const length = this.#encode(text);
    const mask = slots.length - 1;
    for (let at = hash(this.#scratch, 0, length) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const position = slots[at] - 1;
      if (this.#isAt(position, this.#scratch, length)) return position;
    }
    return undefined;
  }

  toArray(): string[] {
    return Array.from({ length: this.length }, (_, at) => defined(this.at(at)));
  }

  #table(): Uint32Array {
    this.#slots ??= this.#fill();
    return this.#slots;
  }

  /** At most two thirds full. A text that comes again takes the place of the earlier one. */
  #fill(): Uint32Array {
    let size = 16;
    while (size < this.length * 1.5) size *= 2;
    const slots = new Uint32Array(size);
    for (let position = 0; position < this.length; position++) {
      const text = this.#bytes.subarray(this.#starts[position], this.#ends[position]);
      let at = hash(text, 0, text.length) & (size - 1);
      while (slots[at] !== 0 && !this.#isAt(slots[at] - 1, text, text.length)) at = (at + 1) & (size - 1);
      if (slots[at] === 0) this.#distinct++;
      slots[at] = position + 1;
    }
    return slots;
  }

  /** Whether the text of a position is the first `length` bytes of `text`. */
  #isAt(position: number, text: Uint8Array, length: number): boolean {
    const own = this.#starts[position];
    if (this.#ends[position] - own !== length) return false;
    for (let at = 0; at < length; at++) if (this.#bytes[own + at] !== text[at]) return false;
    return true;
  }

  /** Writes the text's UTF-8 to the scratch; gives its length. */
  #encode(text: string): number {
    if (text.length > this.#scratch.length) this.#scratch = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) {
        this.#scratch = getTextEncoding().encodeUtf8(text);
        return this.#scratch.length;
      }
      this.#scratch[at] = code;
    }
    return text.length;
  }
}

/** FNV-1a with its bits mixed once more, since only the low ones choose a slot. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at], 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return value ^ (value >>> 13);
}
