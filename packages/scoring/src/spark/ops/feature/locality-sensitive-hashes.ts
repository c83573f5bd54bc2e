import { type DataType, list } from '../../../frame/data-type.ts';
import type { Tensor } from '../../../frame/tensor.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { dotRow, eachVector } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** `bucketed_random_projection_lsh`: floor(x * r / bucket length) for each random vector r. Source: MLeap `BucketedRandomProjectionLSHModel.scala`. */
export const bucketedRandomProjectionLsh: Op = {
  name: 'bucketed_random_projection_lsh',
  compile(context) {
    const vectors = context.attributes.tensors('random_unit_vectors');
    const length = context.attributes.number('bucket_length');
    const size = vectors[0]?.length ?? 0;
    if (vectors.some((vector) => vector.length !== size)) throw context.bad('has random vectors of different sizes');
    return compileHashes(context, size, (input, row) =>
      vectors.map((vector) => Math.floor(dotRow(input, row, vector) / length)),
    );
  },
};

const PRIME = 2038074743;

/**
 * `min_hash_lsh`: the least of ((1 + e) * a + b) mod 2038074743 over the positions e of nonzero entries. MLeap
 * calculates in 32 bits and so may give negative hashes; Spark in 64.
 * Source: MLeap `MinHashLSHModel.scala`, Spark 4.1 `MinHashLSH`.
 */
export const minHashLsh: Op = {
  name: 'min_hash_lsh',
  compile(context) {
    const a = context.attributes.integers('random_coefficients_a');
    const b = context.attributes.integers('random_coefficients_b');
    if (a.length !== b.length) throw context.bad(`has ${a.length} coefficients a and ${b.length} coefficients b`);
    const hash = context.semantics === 'spark' ? hash64 : hash32;
    return compileHashes(context, undefined, (input, row) => {
      const positions = nonzeroPositions(input, row);
      if (positions.length > 0) {
        return Array.from(a, (factor, at) =>
          positions.reduce((least, e) => Math.min(least, hash(e, factor, b[at])), Infinity),
        );
      }
      context.fail(row, 'invalid_value', 'Must have at least 1 non zero entry', undefined, input);
      return [];
    });
  },
};

function hash32(position: number, a: number, b: number): number {
  return ((Math.imul(1 + position, a) + b) | 0) % PRIME;
}

function hash64(position: number, a: number, b: number): number {
  return Number((BigInt(1 + position) * BigInt(a) + BigInt(b)) % BigInt(PRIME));
}

function nonzeroPositions(input: VectorRegister, row: number): number[] {
  const positions: number[] = [];
  const start = input.starts[row];
  for (let at = start; at < input.starts[row + 1]; at++) {
    if (input.values[at] !== 0) positions.push(input.isSparse(row) ? input.indices[at] : at - start);
  }
  return positions;
}

/** MLeap's output is a tensor [k, 1]; Spark's an array of k vectors of one value. */
function compileHashes(
  context: NodeContext,
  size: number | undefined,
  hash: (input: VectorRegister, row: number) => readonly number[],
): Kernel {
  const input = context.vectors('input', size);
  const isSpark = context.semantics === 'spark';
  const type: DataType = isSpark
    ? list('double')
    : { base: 'double', shape: 'tensor', nullable: true, dimensions: [-1, 1] };
  const output = context.outputValues('output', type);
  const each = (row: number) => {
    const values = hash(input, row);
    output.values[row] = isSpark
      ? values.map((value): Tensor => ({ dimensions: [1], values: [value] }))
      : ({ dimensions: [values.length, 1], values } satisfies Tensor);
  };
  const loop = eachVector(context, input, each, () => {}, size);
  return (rowCount) => {
    output.values.length = rowCount;
    loop(rowCount);
  };
}
