/** Reads exact numbers of bytes from chunks of any size. Never holds more than a chunk and what is asked for. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  /** Bytes of the chunk that have been read. */
  #used = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes, or all that are left if that is fewer. */
  async read(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      const part = await this.readSome(missing);
      if (part.length === 0) break;
      parts.push(part);
      missing -= part.length;
    }
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return Buffer.from(only.buffer, only.byteOffset, only.length);
    return Buffer.concat(parts);
  }

  /** Between 1 and `most` bytes; none at the end. */
  async readSome(most: number): Promise<Uint8Array> {
    while (this.#used === this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done === true) return this.#chunk.subarray(this.#used);
      this.#chunk = next.value;
      this.#used = 0;
    }
    const part = this.#chunk.subarray(this.#used, this.#used + most);
    this.#used += part.length;
    return part;
  }

  /** Gives back what was read last, or the end of it. It may have been joined from several chunks. */
  unread(bytes: Uint8Array): void {
    const start = this.#used - bytes.length;
    const { buffer, byteOffset } = this.#chunk;
    if (start >= 0 && bytes.buffer === buffer && bytes.byteOffset === byteOffset + start) {
      // Without a copy: who reads line by line gives back the rest of the chunk after each.
      this.#used = start;
      return;
    }
    this.#chunk = Buffer.concat([bytes, this.#chunk.subarray(this.#used)]);
    this.#used = 0;
  }

  /** Lets go of the source before its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
