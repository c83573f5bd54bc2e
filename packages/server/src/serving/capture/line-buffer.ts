/** Bytes of a first chunk, and of the largest one. */
const firstBytes = 4096;
const mostBytes = 256 * 1024;
/** A character of a string is at most three bytes of UTF-8. */
const mostBytesOfUnit = 3;

/** Lines one behind the other, as UTF-8: a few large chunks, for thousands of lines as objects would keep the collector busy. */
export class LineBuffer {
  readonly #full: Buffer[] = [];
  #chunk = Buffer.alloc(0);
  /** Bytes of the chunk that are written. */
  #end = 0;
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a line with its newline. */
  add(line: string): void {
    const most = line.length * mostBytesOfUnit;
    if (most > this.#chunk.length - this.#end) this.#begin(most);
    const written = this.#chunk.write(line, this.#end);
    this.#end += written;
    this.#bytes += written;
  }

  /** All lines, a chunk at a time: to digest megabytes of them at once would hold up requests for milliseconds. */
  async *chunks(): AsyncGenerator<Buffer> {
    yield* this.#full;
    yield this.#chunk.subarray(0, this.#end);
  }

  #begin(most: number): void {
    const size = Math.max(most, Math.min(Math.max(firstBytes, this.#chunk.length * 2), mostBytes));
    if (this.#end > 0) this.#full.push(this.#chunk.subarray(0, this.#end));
    this.#chunk = Buffer.allocUnsafeSlow(size);
    this.#end = 0;
  }
}
