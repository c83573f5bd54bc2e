import type { Op } from '../../op.ts';
import { mapEntries, mapVectors, writeDense } from '../../plan/map-vectors.ts';

/**
 * `robust_scaler`: (x - median) * (1 / range), or only one of the two; a range of 0 scales to 0. With a median the result is
 * dense; with a range alone the kind is kept. Source: Spark `RobustScalerModel`, `StandardScalerModel.getTransformFunc`.
 */
export const robustScaler: Op = {
  name: 'robust_scaler',
  compile(context) {
    const { attributes } = context;
    const median = attributes.has('median') ? attributes.numbers('median') : undefined;
    const scale = attributes.has('range')
      ? attributes.numbers('range').map((range) => (range === 0 ? 0 : 1 / range))
      : undefined;
    const size = (median ?? scale)?.length;
    const input = context.vectors('input', size);
    const output = context.outputVectors('output', size);
    if (median === undefined) {
      return mapEntries(context, input, output, (value, at) => (scale === undefined ? value : value * scale[at]), size);
    }
    const each = (row: number) => {
      const start = writeDense(input, row, output);
      for (let at = 0; at < median.length; at++) {
        output.values[start + at] = (output.values[start + at] - median[at]) * (scale?.[at] ?? 1);
      }
      output.closeDense(median.length);
    };
    return mapVectors(context, input, output, each, size);
  },
};
