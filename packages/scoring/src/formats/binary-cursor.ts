import type { ScoringError } from '../scoring-error.ts';

/** Reads little-endian numbers of a file in order, and never beyond its end. */
export class BinaryCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #damaged: (problem: string) => ScoringError;
  #at = 0;

  /** `damaged` makes the error of a problem, which is the predicate of a sentence about the file. */
  constructor(bytes: Uint8Array, damaged: (problem: string) => ScoringError) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#damaged = damaged;
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8 = () => this.#view.getUint8(this.#step(1));
  i32 = () => this.#view.getInt32(this.#step(4), true);
  u32 = () => this.#view.getUint32(this.#step(4), true);
  f32 = () => this.#view.getFloat32(this.#step(4), true);
  f64 = () => this.#view.getFloat64(this.#step(8), true);
  /** As a double: what is beyond 2^53 is a lie of the file's, or a number that nothing is counted with. */
  i64 = () => Number(this.#view.getBigInt64(this.#step(8), true));
  u64 = () => Number(this.#view.getBigUint64(this.#step(8), true));

  /** The next bytes, not copied. */
  take(length: number): Uint8Array {
    const at = this.#step(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Floats, copied: a file's floats need not stand at a multiple of four. */
  floats(count: number): Float32Array {
    const bytes = this.take(count * 4);
    const floats = new Float32Array(count);
    new Uint8Array(floats.buffer).set(bytes);
    return floats;
  }

  /** The bytes up to the next zero, which is read too. */
  untilZero(): Uint8Array {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw this.#damaged('has a text without an end');
    const text = this.take(end - this.#at);
    this.#at++;
    return text;
  }

  #step(length: number): number {
    if (!(Number.isSafeInteger(length) && length >= 0 && length <= this.left))
      throw this.#damaged(`wants ${length} bytes where ${this.left} are left`);
    this.#at += length;
    return this.#at - length;
  }
}
