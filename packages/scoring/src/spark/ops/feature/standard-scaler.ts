import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapEntries, mapVectors, writeDense } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';

/**
 * `standard_scaler`: (x - mean) * (1 / std), or only one of the two. With a mean the result is dense; with std alone
 * the kind is kept. A std of 0 gives 0; with std alone, and in Spark always, that 0 is a factor, so NaN stays NaN.
 * Source: MLeap `StandardScalerModel.scala`, Spark `StandardScalerModel`.
 */
export const standardScaler: Op = {
  name: 'standard_scaler',
  compile(context) {
    const mean = context.attributes.has('mean') ? context.attributes.numbers('mean') : undefined;
    const std = context.attributes.has('std') ? context.attributes.numbers('std') : undefined;
    if (mean === undefined && std === undefined) throw context.bad('need to scale with mean and/or with stdev');
    const size = (mean ?? std)?.length as number;
    if (std !== undefined && std.length !== size) throw context.bad(`has ${size} means and ${std.length} deviations`);
    const factors = std?.map((deviation) => (deviation === 0 ? 0 : 1 / deviation));
    if (mean === undefined) {
      const input = context.vectors('input', size);
      const output = context.outputVectors('output', size);
      return mapEntries(context, input, output, (value, at) => value * (factors as Float64Array)[at], size);
    }
    return centre(context, mean, factors);
  },
};

function centre(context: NodeContext, mean: Float64Array, factors: Float64Array | undefined): Kernel {
  const size = mean.length;
  const input = context.vectors('input', size);
  const output = context.outputVectors('output', size);
  const scale = factors ?? new Float64Array(size).fill(1);
  const zeroWins = context.semantics === 'mleap' && factors !== undefined;
  const each = (row: number) => {
    // A dense row is read where it lies.
    const isSparse = input.isSparse(row);
    if (isSparse) writeDense(input, row, output);
    else output.room(size);
    const source = isSparse ? output.values : input.values;
    const begin = isSparse ? output.length : input.starts[row];
    const { values, length } = output;
    for (let at = 0; at < size; at++) {
      values[length + at] = zeroWins && scale[at] === 0 ? 0 : (source[begin + at] - mean[at]) * scale[at];
    }
    output.closeDense(size);
  };
  return mapVectors(context, input, output, each, size);
}
