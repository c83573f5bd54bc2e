import { ScoringError } from '../scoring-error.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';

/** Reads a file from front to back. Every read is checked against the bytes that remain before anything is allocated. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  position = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  /** The next `count` bytes, as a view: nothing is copied. */
  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.bytes.subarray(start, start + count);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** An 8-byte length. Lengths beyond 2^53 lose digits, which does no harm: no file has that many bytes. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Big-endian, as pickle writes floats. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** The text (Latin-1) up to the next line feed, which is consumed and not returned. */
  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw truncated(this.position);
    const text = decodeLatin1(this.take(end - this.position));
    this.position++;
    return text;
  }

  #advance(count: number): number {
    if (!(count <= this.remaining)) throw truncated(this.position);
    const start = this.position;
    this.position += count;
    return start;
  }
}

function truncated(position: number): ScoringError {
  return new ScoringError('bad_model', `The pickle ends in the middle of a value that starts at byte ${position}.`);
}
