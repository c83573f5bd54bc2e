/**
 * Buffers of one size that are used again. Memory of buffers is freed by garbage collection only, and a stream that
 * takes a fresh one for every chunk brings those about many times a second.
 */
export class BufferPool {
  /** Of each buffer. */
  readonly bytes: number;
  readonly #most: number;
  readonly #free: ArrayBuffer[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** `most` are kept; those that are given back beyond are left to the collector. */
  constructor(bytes: number, most: number) {
    this.bytes = bytes;
    this.#most = most;
  }

  /** One of the pool's size. Its content is without meaning. */
  take(): ArrayBuffer {
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.bytes).buffer;
    this.#lent.add(buffer);
    return buffer;
  }

  /** Whether it was taken from here and not given back. */
  hasLent(buffer: ArrayBufferLike): boolean {
    return this.#lent.has(buffer);
  }

  /**
   * For a buffer that was taken, by a caller that is sure that no other code uses it any more. Does nothing for any
   * other buffer, or the second time.
   */
  giveBack(buffer: ArrayBufferLike): void {
    if (this.#lent.delete(buffer)) this.adopt(buffer as ArrayBuffer);
  }

  /** The same for one of the pool's size that was made elsewhere, or came back from another thread. */
  adopt(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.bytes && this.#free.length < this.#most) this.#free.push(buffer);
  }
}
