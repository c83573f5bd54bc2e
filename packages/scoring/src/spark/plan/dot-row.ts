import type { VectorRegister } from './vector-register.ts';

/** Weights among others: those from `offset`, `stride` apart, such as a line of a matrix. */
export interface Weights {
  readonly values: Float64Array;
  readonly offset: number;
  readonly stride: number;
}

/** An array whose numbers are all weights. */
export const weightsOf = (values: Float64Array): Weights => ({ values, offset: 0, stride: 1 });

/** The weights of each row of a column-major matrix. */
export function matrixRows(values: Float64Array, rowCount: number): Weights[] {
  return Array.from({ length: rowCount }, (_, offset) => ({ values, offset, stride: rowCount }));
}

/** Scalar product of a row with weights; only active entries take part. */
export function dotRow(input: VectorRegister, row: number, { values: weights, offset, stride }: Weights): number {
  const { values, indices } = input;
  const start = input.starts[row];
  const end = input.starts[row + 1];
  let sum = 0;
  if (input.isSparse(row)) {
    for (let at = start; at < end; at++) sum += values[at] * weights[offset + indices[at] * stride];
  } else {
    for (let at = start, to = offset; at < end; at++, to += stride) sum += values[at] * weights[to];
  }
  return sum;
}

/** How a row is multiplied with weights. */
export type DotRow = typeof dotRow;

/**
 * As `dotRow` of weights that were kept sparse: those that are 0 take no part, which a NaN or an infinity beside them would show.
 * Source: Spark `BLAS.dot` and `BLAS.gemv` of sparse operands.
 */
function dotSparseWeights(input: VectorRegister, row: number, weights: Weights): number {
  const plain = dotRow(input, row, weights);
  if (!Number.isNaN(plain)) return plain;
  const { values, offset, stride } = weights;
  const isSparse = input.isSparse(row);
  const start = input.starts[row];
  let sum = 0;
  for (let at = start; at < input.starts[row + 1]; at++) {
    const weight = values[offset + (isSparse ? input.indices[at] : at - start) * stride];
    if (weight !== 0) sum += input.values[at] * weight;
  }
  return sum;
}

/** The product for a linear model, by how its weights were kept. */
export function chooseDot(isSparse: boolean): DotRow {
  return isSparse ? dotSparseWeights : dotRow;
}
