import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapVectors } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';

/** `vector_slicer`: the entries at `indices`, then those at `named_indices`, in that order, duplicates kept. */
export const vectorSlicer: Op = {
  name: 'vector_slicer',
  compile(context) {
    const none = new Float64Array(0);
    const { attributes } = context;
    return select(context, [...attributes.integers('indices', none), ...attributes.integers('named_indices', none)]);
  },
};

/** `chi_sq_selector`: the entries at `filter_indices`. */
export const chiSqSelector: Op = {
  name: 'chi_sq_selector',
  compile: (context) => select(context, [...context.attributes.integers('filter_indices')]),
};

function select(context: NodeContext, positions: readonly number[]): Kernel {
  const least = positions.reduce((most, position) => Math.max(most, position), -1) + 1;
  if (positions.some((position) => position < 0)) throw context.bad('has a negative index');
  const input = context.vectors('input');
  const output = context.outputVectors('output', positions.length);
  const size = positions.length;
  return mapVectors(context, input, output, (row) => {
    if (input.sizes[row] < least) {
      const found = input.sizes[row];
      context.fail(row, 'wrong_size', `The vector has ${found} values; the model picks number ${least}`, found, input);
      return output.closeEmpty();
    }
    output.room(size);
    const { values, indices, length } = output;
    const isSparse = input.isSparse(row);
    let count = 0;
    for (let at = 0; at < size; at++) {
      const value = input.valueAt(row, positions[at]);
      if (isSparse && value === 0) continue;
      values[length + count] = value;
      indices[length + count++] = at;
    }
    if (isSparse) output.closeSparse(size, count);
    else output.closeDense(size);
  });
}
