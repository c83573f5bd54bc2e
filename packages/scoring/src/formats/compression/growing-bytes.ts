import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';

/** What a decompressor has put out so far, and copies from. It grows with what comes, whatever a header promised. */
export class GrowingBytes {
  readonly #maxBytes: number;
  #bytes: Uint8Array;
  #length = 0;

  /** `guess`: bytes to begin with. */
  constructor(maxBytes: number, guess: number) {
    this.#maxBytes = maxBytes;
    this.#bytes = new Uint8Array(Math.min(maxBytes, Math.max(1024, guess)));
  }

  get length(): number {
    return this.#length;
  }

  /** The byte `distance` before the end; 0 before the beginning. */
  before(distance: number): number {
    return distance > this.#length ? 0 : defined(this.#bytes[this.#length - distance]);
  }

  push(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * The `count` bytes from `distance` before the end on, once more. Source and target may overlap: a distance of 1 repeats
   * one byte. Throws `bad_model` if there are not as many.
   */
  copyBack(distance: number, count: number): void {
    if (distance > this.#length) throw damaged();
    this.#reserve(count);
    const bytes = this.#bytes;
    let at = this.#length;
    for (const end = at + count; at < end; at++) bytes[at] = defined(bytes[at - distance]);
    this.#length = at;
  }

  /** All of them, without a copy. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Those from byte `start` on, without a copy. */
  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > this.#maxBytes) {
      throw new ScoringError('bad_model', `The compressed model expands beyond ${this.#maxBytes} bytes.`);
    }
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.take());
    this.#bytes = grown;
  }
}

export function damaged(): ScoringError {
  return new ScoringError('bad_model', 'The compressed model file is damaged or cut off.');
}
