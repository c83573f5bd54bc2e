const empty: Buffer = Buffer.alloc(0);
/** Room for a body of unknown length at first, bytes. */
const firstRoom = 64 * 1024;

/**
 * A body that comes in pieces, joined as they come: a piece of one byte costs one byte; as an object of its own it
 * would cost about three hundred. A body of one piece is not copied.
 */
export class BodyBuffer {
  /** Bytes that a body may have. */
  readonly limit: number;
  /** What it may grow to at most: the declared length, or the limit. */
  readonly #most: number;
  readonly #isDeclared: boolean;
  #bytes: Buffer = empty;
  #length = 0;
  #pieces = 0;

  constructor(declared: number | undefined, limit: number) {
    this.limit = limit;
    this.#isDeclared = declared !== undefined;
    this.#most = declared ?? limit;
  }

  get length(): number {
    return this.#length;
  }

  get pieces(): number {
    return this.#pieces;
  }

  add(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (this.#pieces++ === 0) this.#bytes = piece;
    else {
      if (this.#pieces === 2 || needed > this.#bytes.length) this.#grow(needed);
      piece.copy(this.#bytes, this.#length);
    }
    this.#length = needed;
  }

  /** The whole body. */
  take(): Buffer {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const wanted = this.#isDeclared ? this.#most : Math.min(this.#most, Math.max(firstRoom, needed * 2));
    // The system provides memory only when it is written to.
    const room = Buffer.allocUnsafeSlow(Math.max(wanted, needed));
    this.#bytes.copy(room, 0, 0, this.#length);
    this.#bytes = room;
  }
}
