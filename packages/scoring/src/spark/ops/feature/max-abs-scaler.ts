import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { mapEntries, openVectorMap } from '../../plan/map-vectors.ts';
import { vectorStage } from '../../save/vector-stage.ts';

interface MaxAbsScaler {
  /** The greatest |x| of each feature. */
  readonly maxAbs: Float64Array;
}

/**
 * `max_abs_scaler`: x / max|x|. MLeap divides and clamps to [-1, 1]; Spark multiplies by the reciprocal and does not
 * clamp. Source: MLeap `MaxAbsScalerModel.scala`, Spark 4.1 `MaxAbsScaler`.
 */
export const maxAbsScaler = operator<MaxAbsScaler>({
  op: 'max_abs_scaler',
  bundle: { read: (attributes) => ({ maxAbs: attributes.numbers('maxAbs') }) },
  write: ({ maxAbs }) => ({ attributes: { maxAbs: bundleValue.vector(maxAbs) } }),
  spark: vectorStage('MaxAbsScalerModel', (stage) => {
    const maxAbs = stage.cell().vector('maxAbs');
    return { parameters: { maxAbs }, size: maxAbs.length };
  }),
  compile({ maxAbs }, ports, context) {
    const max = maxAbs.map((value) => (value === 0 ? 1 : value));
    const map = openVectorMap(ports, max.length);
    if (context.semantics === 'mleap')
      return mapEntries(context, map, (value, at) => Math.max(-1, Math.min(1, value / max[at])));
    const reciprocal = max.map((value) => 1 / value);
    return mapEntries(context, map, (value, at) => value * reciprocal[at]);
  },
});
