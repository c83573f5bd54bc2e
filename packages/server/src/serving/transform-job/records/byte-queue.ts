import { defined } from '@catenary/scoring/internal/values';

/** Chunks in, pieces of any length out: bytes are copied only when a piece spans chunks, or is to lie somewhere else. */
export class ByteQueue {
  #parts: Buffer[] = [];
  #length = 0;
  readonly #release: ((chunk: ArrayBufferLike) => void) | undefined;
  /** Of the first part a piece has been given out that lies where it lies. */
  #isShared = false;

  /** `release` is called with the memory of a chunk when all of it has been copied out. */
  constructor(release?: (chunk: ArrayBufferLike) => void) {
    this.#release = release;
  }

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.length;
  }

  /** Offset of the first such byte at or after `from`; -1 if there is none. */
  indexOf(byte: number, from = 0): number {
    let start = 0;
    for (const part of this.#parts) {
      if (start + part.length > from) {
        const found = part.indexOf(byte, Math.max(0, from - start));
        if (found >= 0) return start + found;
      }
      start += part.length;
    }
    return -1;
  }

  /** Offset of the last such byte before `end`; -1 if there is none. */
  lastIndexOf(byte: number, end = this.#length): number {
    let partEnd = this.#length;
    for (let at = this.#parts.length - 1; at >= 0; at--) {
      const part = defined(this.#parts[at]);
      const start = partEnd - part.length;
      if (start < end) {
        const found = part.lastIndexOf(byte, Math.min(part.length, end - start) - 1);
        if (found >= 0) return start + found;
      }
      partEnd = start;
    }
    return -1;
  }

  /** This many bytes from `start` on, which stay; a copy only if they span chunks. They must be held. */
  peek(start: number, length: number): Buffer {
    const found: Buffer[] = [];
    let partStart = 0;
    for (const part of this.#parts) {
      const [from, to] = [Math.max(start - partStart, 0), Math.min(start + length - partStart, part.length)];
      if (from < to) found.push(part.subarray(from, to));
      partStart += part.length;
      if (partStart >= start + length) break;
    }
    return found.length === 1 ? (found[0] as Buffer) : Buffer.concat(found);
  }

  /** Takes the first bytes out, in a buffer of their own unless they lie in one chunk. Fewer if there are fewer. */
  take(length: number): Buffer {
    const wanted = Math.min(length, this.#length);
    const taken: Buffer[] = [];
    let missing = wanted;
    while (missing > 0) {
      const part = this.#parts[0] as Buffer;
      if (part.length <= missing) {
        taken.push(part);
        this.#parts.shift();
        this.#isShared = false;
      } else {
        taken.push(part.subarray(0, missing));
        this.#parts[0] = part.subarray(missing);
        this.#isShared = true;
      }
      missing -= Math.min(missing, part.length);
    }
    this.#length -= wanted;
    return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken, wanted);
  }

  /** Moves the first bytes to `target`, as many as it takes. They must be held. */
  moveTo(target: Buffer): void {
    for (let at = 0; at < target.length; ) {
      const part = this.#parts[0] as Buffer;
      const count = part.copy(target, at);
      at += count;
      if (count < part.length) this.#parts[0] = part.subarray(count);
      else {
        this.#parts.shift();
        if (!this.#isShared) this.#release?.(part.buffer);
        this.#isShared = false;
      }
    }
    this.#length -= target.length;
  }
}
