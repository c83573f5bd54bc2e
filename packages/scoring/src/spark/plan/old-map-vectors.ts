import type { Attributes } from '../model/attributes.ts';
import type { Kernel } from './kernel.ts';
import type { NodeContext } from './node-context.ts';
import type { VectorRegister } from './vector-register.ts';

/**
 * A loop over the rows of a vector column. `each` is called for rows that are there, `empty` for the others: null
 * (which is refused, as no op takes a null vector) and those that failed before. With `size`, vectors of another size
 * are refused too.
 */
export function eachVector(
  context: NodeContext,
  input: VectorRegister,
  each: (row: number) => void,
  empty: (row: number) => void,
  size?: number,
): (rowCount: number) => void {
  return (rowCount) => {
    for (let row = 0; row < rowCount; row++) {
      if (context.hasFailed(row)) {
        empty(row);
      } else if (input.isNull(row)) {
        context.fail(row, 'null_value', 'The vector is null', null, input);
        empty(row);
      } else if (size !== undefined && input.sizes[row] !== size) {
        const found = input.sizes[row];
        context.fail(
          row,
          'wrong_size',
          `The vector has ${found} values; the model was fitted to ${size}`,
          found,
          input,
        );
        empty(row);
      } else {
        each(row);
      }
    }
  };
}

/** A loop from vectors to vectors: `each` writes and closes one row of `output`. */
export function mapVectors(
  context: NodeContext,
  input: VectorRegister,
  output: VectorRegister,
  each: (row: number) => void,
  size?: number,
): Kernel {
  const loop = eachVector(context, input, each, () => output.closeEmpty(), size);
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}

/**
 * A loop from vectors to vectors of the same kind and the same active entries, where an entry becomes
 * `compute(value, position)`. `onRow` is told of each row before its entries.
 */
export function mapEntries(
  context: NodeContext,
  input: VectorRegister,
  output: VectorRegister,
  compute: (value: number, position: number) => number,
  size?: number,
  onRow?: (row: number) => void,
): Kernel {
  return mapVectors(
    context,
    input,
    output,
    (row) => {
      onRow?.(row);
      const start = input.starts[row];
      const count = input.starts[row + 1] - start;
      output.room(count);
      const { values, indices, length } = output;
      if (input.isSparse(row)) {
        for (let at = 0; at < count; at++) {
          const position = input.indices[start + at];
          indices[length + at] = position;
          values[length + at] = compute(input.values[start + at], position);
        }
        output.closeSparse(input.sizes[row], count);
      } else {
        for (let at = 0; at < count; at++) values[length + at] = compute(input.values[start + at], at);
        output.closeDense(count);
      }
    },
    size,
  );
}

/** Writes a row densely from `output.length` on, without closing it, and returns where it begins. */
export function writeDense(input: VectorRegister, row: number, output: VectorRegister): number {
  const size = input.sizes[row];
  output.room(size);
  const { values, length } = output;
  const start = input.starts[row];
  const end = input.starts[row + 1];
  if (input.isSparse(row)) {
    values.fill(0, length, length + size);
    for (let at = start; at < end; at++) values[length + input.indices[at]] = input.values[at];
  } else {
    for (let at = start; at < end; at++) values[length + at - start] = input.values[at];
  }
  return length;
}

/** A row as an array of its own size: a view of the column where it is dense, `scratch` where not. */
export function denseRow(input: VectorRegister, row: number, scratch: { values: Float64Array }): Float64Array {
  const start = input.starts[row];
  const end = input.starts[row + 1];
  if (!input.isSparse(row)) return input.values.subarray(start, end);
  const size = input.sizes[row];
  if (scratch.values.length !== size) scratch.values = new Float64Array(size);
  else scratch.values.fill(0);
  for (let at = start; at < end; at++) scratch.values[input.indices[at]] = input.values[at];
  return scratch.values;
}

/** Scalar product of a row with weights; only active entries take part. */
export function dotRow(input: VectorRegister, row: number, weights: Float64Array, offset = 0, stride = 1): number {
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

/** Scalar product of a row with the weights from `offset`, `stride` apart. */
export type DotRow = typeof dotRow;

/**
 * As `dotRow` of weights that were kept sparse: those that are 0 take no part, which a NaN or an infinity beside them would show.
 * Source: Spark `BLAS.dot` and `BLAS.gemv` of sparse operands.
 */
export function dotSparseWeights(
  input: VectorRegister,
  row: number,
  weights: Float64Array,
  offset = 0,
  stride = 1,
): number {
  const plain = dotRow(input, row, weights, offset, stride);
  if (!Number.isNaN(plain)) return plain;
  const isSparse = input.isSparse(row);
  const start = input.starts[row];
  let sum = 0;
  for (let at = start; at < input.starts[row + 1]; at++) {
    const weight = weights[offset + (isSparse ? input.indices[at] : at - start) * stride];
    if (weight !== 0) sum += input.values[at] * weight;
  }
  return sum;
}

/** The product for a linear model, by how its weights were kept. */
export function chooseDot({ attributes }: { readonly attributes: Attributes }): DotRow {
  return attributes.boolean('sparse_coefficients', false) ? dotSparseWeights : dotRow;
}
