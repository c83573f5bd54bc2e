import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import type { Weights } from './weights.ts';

/** Codes are bytes: each part of a row is one of so many centroids. */
const CENTROIDS = 256;

/** Rows cut into parts, and for each part its centroids. The last part may be shorter. */
interface ProductQuantizer {
  readonly parts: number;
  readonly partLength: number;
  readonly lastLength: number;
  readonly centroids: Float32Array;
}

/** Reads what `QuantMatrix::save` writes. Source: fastText's `src/quantmatrix.cc` and `src/productquantizer.cc`. */
export function readQuantizedWeights(cursor: BinaryCursor): Weights {
  const hasNorms = cursor.u8() !== 0;
  const [rows, columns, codeSize] = [cursor.i64(), cursor.i64(), cursor.i32()];
  if (!(rows >= 0 && columns > 0)) throw damaged(`has a matrix of ${rows} rows and ${columns} columns`);
  const codes = cursor.take(codeSize);
  const quantizer = readQuantizer(cursor, columns);
  if (codeSize !== rows * quantizer.parts)
    throw damaged(`has ${codeSize} codes for ${rows} rows of ${quantizer.parts} parts`);
  if (!hasNorms) return new QuantizedWeights(rows, columns, { codes, quantizer, norms: undefined });
  const normCodes = cursor.take(rows);
  const { centroids } = readQuantizer(cursor, 1);
  const norms = Float32Array.from(normCodes, (code) => centroids[code]);
  return new QuantizedWeights(rows, columns, { codes, quantizer, norms });
}

function readQuantizer(cursor: BinaryCursor, columns: number): ProductQuantizer {
  const [dimension, parts, partLength, lastLength] = [cursor.i32(), cursor.i32(), cursor.i32(), cursor.i32()];
  const isWhole = parts > 0 && partLength > 0 && lastLength > 0 && lastLength <= partLength;
  if (!isWhole || dimension !== columns || (parts - 1) * partLength + lastLength !== columns)
    throw damaged(`cuts rows of ${columns} numbers into ${parts} parts of ${partLength}, the last of ${lastLength}`);
  return { parts, partLength, lastLength, centroids: cursor.floats(dimension * CENTROIDS) };
}

interface QuantizedRows {
  readonly codes: Uint8Array;
  readonly quantizer: ProductQuantizer;
  /** By row, what its numbers are multiplied with; undefined where rows keep their length. */
  readonly norms: Float32Array | undefined;
}

class QuantizedWeights implements Weights {
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
