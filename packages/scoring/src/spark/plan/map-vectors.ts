import { eachVector, type VectorRows } from './each-vector.ts';
import type { Kernel } from './kernel.ts';
import type { NodeContext } from './node-context.ts';
import type { Ports } from './ports.ts';
import type { VectorRegister } from './vector-register.ts';

/** A column of vectors and the one that is made of it. */
export interface VectorMap extends VectorRows {
  readonly output: VectorRegister;
}

/** The ports `input` and `output` of vectors: of the size that the input must have, and of the output's. */
export function openVectorMap(ports: Ports, size?: number, outputSize = size): VectorMap {
  const input = ports.vectors('input', size);
  return { input, output: ports.outputVectors('output', outputSize), size };
}

/** A loop from vectors to vectors: `each` writes and closes one row of the output. */
export function mapVectors(context: NodeContext, map: VectorMap, each: (row: number) => void): Kernel {
  const { output } = map;
  const loop = eachVector(context, map, { each, empty: () => output.closeEmpty() });
  return (rowCount) => {
    output.reserve(rowCount);
    loop(rowCount);
  };
}

/**
 * A loop from vectors to vectors of the same kind and the same active entries, where an entry becomes
 * `compute(value, position, row)`.
 */
export function mapEntries(
  context: NodeContext,
  map: VectorMap,
  compute: (value: number, position: number, row: number) => number,
): Kernel {
  const { input, output } = map;
  return mapVectors(context, map, (row) => {
    const start = input.starts[row];
    const count = input.starts[row + 1] - start;
    output.room(count);
    const { values, indices, length } = output;
    if (input.isSparse(row)) {
      for (let at = 0; at < count; at++) {
        const position = input.indices[start + at];
        indices[length + at] = position;
        values[length + at] = compute(input.values[start + at], position, row);
      }
      output.closeSparse(input.sizes[row], count);
    } else {
      for (let at = 0; at < count; at++) values[length + at] = compute(input.values[start + at], at, row);
      output.closeDense(count);
    }
  });
}
