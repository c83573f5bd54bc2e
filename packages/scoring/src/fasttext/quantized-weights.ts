import type { Weights } from './weights.ts';

/** Codes are bytes: each part of a row is one of this many centroids. */
export const CENTROIDS = 256;

/** Rows cut into parts, and for each part its centroids. The last part may be shorter. */
export interface ProductQuantizer {
  readonly parts: number;
  readonly partLength: number;
  readonly lastLength: number;
  readonly centroids: Float32Array;
}

interface QuantizedRows {
  readonly codes: Uint8Array;
  readonly quantizer: ProductQuantizer;
  /** By row, what its numbers are multiplied with; undefined where rows keep their length. */
  readonly norms: Float32Array | undefined;
}

/** A matrix whose rows are put together from centroids, by fastText's `src/quantmatrix.cc`. */
export class QuantizedWeights implements Weights {
  readonly rows: number;
  readonly columns: number;
  readonly #codes: Uint8Array;
  readonly #quantizer: ProductQuantizer;
  readonly #norms: Float32Array | undefined;

  constructor(rows: number, columns: number, { codes, quantizer, norms }: QuantizedRows) {
    this.rows = rows;
    this.columns = columns;
    this.#codes = codes;
    this.#quantizer = quantizer;
    this.#norms = norms;
  }

  addRow(row: number, target: Float32Array): void {
    const { centroids } = this.#quantizer;
    const norm = this.#norms?.[row] ?? 1;
    this.#eachPart(row, (from, start, length) => {
      for (let at = 0; at < length; at++) target[start + at] += Math.fround(norm * centroids[from + at]);
    });
  }

  dotRow(row: number, vector: Float32Array): number {
    const { centroids } = this.#quantizer;
    let sum = 0;
    this.#eachPart(row, (from, start, length) => {
      for (let at = 0; at < length; at++)
        sum = Math.fround(sum + Math.fround(vector[start + at] * centroids[from + at]));
    });
    return Math.fround(sum * (this.#norms?.[row] ?? 1));
  }

  /** Calls with the place of each part's centroid, where the part starts in a row, and its length. */
  #eachPart(row: number, use: (from: number, start: number, length: number) => void): void {
    const { parts, partLength, lastLength } = this.#quantizer;
    for (let part = 0; part < parts; part++) {
      const code = this.#codes[row * parts + part];
      const length = part === parts - 1 ? lastLength : partLength;
      use(part * CENTROIDS * partLength + code * length, part * partLength, length);
    }
  }
}
