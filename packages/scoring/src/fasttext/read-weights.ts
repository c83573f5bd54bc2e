import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import { readQuantizedWeights } from './read-quantized-weights.ts';
import { denseWeights, type Weights } from './weights.ts';

/** Reads a matrix as `DenseMatrix::save` or `QuantMatrix::save` writes it. Source: fastText's `src/densematrix.cc`, `src/quantmatrix.cc`. */
export function readWeights(cursor: BinaryCursor, isQuantized: boolean): Weights {
  return isQuantized ? readQuantizedWeights(cursor) : readDenseWeights(cursor);
}

function readDenseWeights(cursor: BinaryCursor): Weights {
  const [rows, columns] = [cursor.i64(), cursor.i64()];
  if (!(rows >= 0 && columns > 0)) throw damaged(`has a matrix of ${rows} rows and ${columns} columns`);
  return denseWeights(rows, columns, cursor.floats(rows * columns));
}
