import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { writeDense } from '../../plan/dense-row.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import { vectorStage } from '../../save/vector-stage.ts';

/** The least and the greatest value of each feature, and the range that they are brought to. */
interface MinMaxScaler {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly low: number;
  readonly high: number;
}

/**
 * `min_max_scaler`: (x - min) / (max - min), or 0.5 where both are one, stretched to [low, high]; NaN stays.
 * The result is dense, and not clamped. Source: MLeap `MinMaxScalerModel.scala`.
 */
export const minMaxScaler = operator<MinMaxScaler>({
  op: 'min_max_scaler',
  bundle: {
    read: (attributes) => ({
      min: attributes.numbers('min'),
      max: attributes.numbers('max'),
      low: attributes.number('minValue', 0),
      high: attributes.number('maxValue', 1),
    }),
  },
  write: ({ min, max, low, high }) => ({
    attributes: {
      min: bundleValue.vector(min),
      max: bundleValue.vector(max),
      minValue: bundleValue.double(low),
      maxValue: bundleValue.double(high),
    },
  }),
  spark: vectorStage('MinMaxScalerModel', (stage) => {
    const cell = stage.cell();
    const min = cell.vector('originalMin');
    const max = cell.vector('originalMax');
    const [low, high] = [stage.params.number('min', 0), stage.params.number('max', 1)];
    return { parameters: { min, max, low, high }, size: min.length };
  }),
  compile({ min, max, low, high }, ports, context) {
    const scale = high - low;
    const size = min.length;
    if (max.length !== size) throw context.bad(`has ${size} minima and ${max.length} maxima`);
    const map = openVectorMap(ports, size);
    const { input, output } = map;
    return mapVectors(context, map, (row) => {
      const start = writeDense(input, row, output);
      const { values } = output;
      for (let at = 0; at < size; at++) {
        const value = values[start + at];
        if (value !== value) continue;
        const range = max[at] - min[at];
        values[start + at] = (range === 0 ? 0.5 : (value - min[at]) / range) * scale + low;
      }
      output.closeDense(size);
    });
  },
});
