import type { Region } from './layout.ts';

/** A memory as arrays of numbers: all of it, or a region. */
export class MemoryViews {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  bytesOf({ start, end }: Region): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  wordsOf({ start, end }: Region): Int32Array {
    return this.words.subarray(start / 4, end / 4);
  }

  floatsOf({ start, end }: Region): Float32Array {
    return this.floats.subarray(start / 4, end / 4);
  }

  doublesOf({ start, end }: Region): Float64Array {
    return this.doubles.subarray(start / 8, end / 8);
  }
}
