import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';

/** A run of 4-byte words, little-endian. */
export class Words {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  i32(word: number): number {
    return this.#view.getInt32(word * 4, true);
  }

  u32(word: number): number {
    return this.#view.getUint32(word * 4, true);
  }

  f32(word: number): number {
    return this.#view.getFloat32(word * 4, true);
  }
}

/** Reads a legacy file from front to back. Whatever goes beyond its end is `bad_model`. */
export class LegacyCursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  skip(length: number): void {
    this.#take(length);
  }

  words(count: number): Words {
    return new Words(this.#take(this.checkCount(count, 4) * 4));
  }

  u64(): number {
    const words = this.words(2);
    return words.u32(1) * 2 ** 32 + words.u32(0);
  }

  /** A text with its length before it. Writers of 32 bits left the upper half out, and a gap. */
  text(): string {
    let length = this.u64();
    if (length >= 2 ** 32 - 1) {
      length = Math.floor(length / 2 ** 32);
      this.skip(4);
    }
    return decodeText(this.#take(length));
  }

  floats(): Float32Array {
    const count = this.checkCount(this.u64(), 4);
    const words = this.words(count);
    return Float32Array.from({ length: count }, (_, at) => words.f32(at));
  }

  /** Gives the count back if that many items of this size can follow. */
  checkCount(count: number, itemBytes: number): number {
    if (!(Number.isInteger(count) && count >= 0 && count * itemBytes <= this.#bytes.length - this.#at)) {
      throw badModel(`(legacy binary) claims ${count} items at byte ${this.#at}, more than the file holds`);
    }
    return count;
  }

  #take(length: number): Uint8Array {
    const start = this.#at;
    if (!(length <= this.#bytes.length - start)) throw badModel('(legacy binary) ends early');
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }
}
