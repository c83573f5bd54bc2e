import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { defined } from '../util/defined.ts';
import { damaged } from './damaged.ts';
import { CENTROIDS, type ProductQuantizer, QuantizedWeights } from './quantized-weights.ts';
import type { Weights } from './weights.ts';

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
  const norms = Float32Array.from(normCodes, (code) => defined(centroids[code]));
  return new QuantizedWeights(rows, columns, { codes, quantizer, norms });
}

function readQuantizer(cursor: BinaryCursor, columns: number): ProductQuantizer {
  const [dimension, parts, partLength, lastLength] = [cursor.i32(), cursor.i32(), cursor.i32(), cursor.i32()];
  const isWhole = parts > 0 && partLength > 0 && lastLength > 0 && lastLength <= partLength;
  if (!isWhole || dimension !== columns || (parts - 1) * partLength + lastLength !== columns)
    throw damaged(`cuts rows of ${columns} numbers into ${parts} parts of ${partLength}, the last of ${lastLength}`);
  return { parts, partLength, lastLength, centroids: cursor.floats(dimension * CENTROIDS) };
}
