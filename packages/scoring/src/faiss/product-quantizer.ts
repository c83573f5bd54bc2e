import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';

/** Codes of vectors that are cut in parts: for each part the number of one of its centroids. */
export interface ProductQuantizer {
  readonly codeSize: number;
  /** Writes the vector of the code that starts at byte `from`. */
  decode(codes: Uint8Array, from: number, target: Float32Array): void;
}

/** Source: `read_ProductQuantizer` in Faiss's `impl/index_read.cpp`; how codes are packed, `impl/ProductQuantizer-inl.h`. */
export function readProductQuantizer(cursor: BinaryCursor, dimension: number): ProductQuantizer {
  const [columns, parts, bits] = [cursor.u64(), cursor.u64(), cursor.u64()];
  if (columns !== dimension || !(parts > 0 && columns % parts === 0 && bits > 0 && bits <= 16))
    throw damaged(`cuts vectors of ${dimension} numbers into ${parts} parts of ${bits} bits`);
  const [length, centroidCount] = [columns / parts, 2 ** bits];
  const numbers = cursor.u64();
  if (numbers !== columns * centroidCount) throw damaged(`has ${numbers} numbers of centroids`);
  const centroids = cursor.floats(numbers);
  return {
    codeSize: Math.ceil((parts * bits) / 8),
    decode(codes, from, target) {
      for (let part = 0; part < parts; part++) {
        const start = (part * centroidCount + readBits(codes, from * 8 + part * bits, bits)) * length;
        for (let at = 0; at < length; at++) target[part * length + at] = centroids[start + at] ?? 0;
      }
    },
  };
}

/** A number of up to 16 bits, the lowest first. */
function readBits(codes: Uint8Array, from: number, bits: number): number {
  const first = from >> 3;
  const word = (codes[first] ?? 0) | ((codes[first + 1] ?? 0) << 8) | ((codes[first + 2] ?? 0) << 16);
  return (word >> (from & 7)) & (2 ** bits - 1);
}
