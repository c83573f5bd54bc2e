import { present } from '../../../util/present.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { writeDense } from '../../plan/dense-row.ts';
import { mapEntries, mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import { vectorStage } from '../../save/vector-stage.ts';

/** What is taken off, and what the rest is divided by. */
interface RobustScaler {
  readonly median: Float64Array | undefined;
  readonly range: Float64Array | undefined;
}

/**
 * `robust_scaler`: (x - median) * (1 / range), or only one of the two; a range of 0 scales to 0. With a median the result is
 * dense; with a range alone the kind is kept. Source: Spark `RobustScalerModel`, `StandardScalerModel.getTransformFunc`.
 */
export const robustScaler = operator<RobustScaler>({
  op: 'robust_scaler',
  write: ({ median, range }, { refuse }) => {
    if (median === undefined && range === undefined) throw refuse('has no scaler that neither centres nor scales');
    return {
      op: 'standard_scaler',
      attributes: present({
        mean: median && bundleValue.vector(median),
        std: range && bundleValue.vector(range),
      }),
    };
  },
  spark: vectorStage('RobustScalerModel', (stage) => {
    const cell = stage.cell();
    const range = cell.vector('range');
    return {
      parameters: {
        median: stage.params.boolean('withCentering', false) ? cell.vector('median') : undefined,
        range: stage.params.boolean('withScaling', true) ? range : undefined,
      },
      size: range.length,
    };
  }),
  compile({ median, range }, ports, context) {
    const scale = range?.map((width) => (width === 0 ? 0 : 1 / width));
    const map = openVectorMap(ports, (median ?? scale)?.length);
    if (median === undefined)
      return mapEntries(context, map, (value, at) => (scale === undefined ? value : value * scale[at]));
    const { input, output } = map;
    return mapVectors(context, map, (row) => {
      const start = writeDense(input, row, output);
      for (let at = 0; at < median.length; at++) {
        output.values[start + at] = (output.values[start + at] - median[at]) * (scale?.[at] ?? 1);
      }
      output.closeDense(median.length);
    });
  },
});
