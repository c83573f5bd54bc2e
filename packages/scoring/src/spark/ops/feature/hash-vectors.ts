import { type DataType, list } from '../../../frame/data-type.ts';
import type { Tensor } from '../../../frame/tensor.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** Hashes of one vector. */
export interface VectorHash {
  /** The size that vectors must have, if it is known. */
  readonly size?: number;
  readonly hash: (input: VectorRegister, row: number) => readonly number[];
}

/** A loop from vectors to their locality-sensitive hashes: in MLeap a tensor [k, 1], in Spark an array of k vectors of one value. */
export function hashVectors({ size, hash }: VectorHash, ports: Ports, context: NodeContext): Kernel {
  const input = ports.vectors('input', size);
  const isSpark = context.semantics === 'spark';
  const type: DataType = isSpark
    ? list('double')
    : { base: 'double', shape: 'tensor', nullable: true, dimensions: [-1, 1] };
  const output = ports.outputValues('output', type);
  const each = (row: number) => {
    const values = hash(input, row);
    output.values[row] = isSpark
      ? values.map((value): Tensor => ({ dimensions: [1], values: [value] }))
      : ({ dimensions: [values.length, 1], values } satisfies Tensor);
  };
  const loop = eachVector(context, { input, size }, { each, empty: () => {} });
  return (rowCount) => {
    output.values.length = rowCount;
    loop(rowCount);
  };
}
