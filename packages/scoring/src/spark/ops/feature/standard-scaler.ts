import { defined } from '../../../util/defined.ts';
import { present } from '../../../util/present.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { writeDense } from '../../plan/dense-row.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapEntries, mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import { vectorStage } from '../../save/vector-stage.ts';

/** What is taken off, and what the rest is divided by: one of them at least. */
interface StandardScaler {
  readonly mean: Float64Array | undefined;
  readonly std: Float64Array | undefined;
}

/**
 * `standard_scaler`: (x - mean) * (1 / std), or only one of the two. With a mean the result is dense; with std alone
 * the kind is kept. A std of 0 gives 0; with std alone, and in Spark always, that 0 is a factor, so NaN stays NaN.
 * Source: MLeap `StandardScalerModel.scala`, Spark `StandardScalerModel`.
 */
export const standardScaler = operator<StandardScaler>({
  op: 'standard_scaler',
  bundle: {
    read: (attributes) => ({ mean: attributes.optionalNumbers('mean'), std: attributes.optionalNumbers('std') }),
  },
  write: ({ mean, std }) => ({
    attributes: present({
      mean: mean === undefined ? undefined : bundleValue.vector(mean),
      std: std === undefined ? undefined : bundleValue.vector(std),
    }),
  }),
  spark: vectorStage('StandardScalerModel', (stage) => {
    const cell = stage.cell();
    const [mean, std] = [cell.vector('mean'), cell.vector('std')];
    const withMean = stage.params.boolean('withMean', false);
    const withStd = stage.params.boolean('withStd', true);
    // With neither, Spark gives the vector back as it is: a deviation of one does that.
    const ones = withMean || withStd ? undefined : new Float64Array(std.length).fill(1);
    return { parameters: { mean: withMean ? mean : undefined, std: withStd ? std : ones }, size: std.length };
  }),
  compile({ mean, std }, ports, context) {
    if (mean === undefined && std === undefined) throw context.bad('need to scale with mean and/or with stdev');
    const size = defined(mean ?? std).length;
    if (std !== undefined && std.length !== size) throw context.bad(`has ${size} means and ${std.length} deviations`);
    const factors = std?.map((deviation) => (deviation === 0 ? 0 : 1 / deviation));
    if (mean !== undefined) return centre({ mean, factors }, ports, context);
    const scale = defined(factors);
    return mapEntries(context, openVectorMap(ports, size), (value, at) => value * scale[at]);
  },
});

interface Centring {
  readonly mean: Float64Array;
  readonly factors: Float64Array | undefined;
}

function centre({ mean, factors }: Centring, ports: Ports, context: NodeContext): Kernel {
  const size = mean.length;
  const map = openVectorMap(ports, size);
  const { input, output } = map;
  const scale = factors ?? new Float64Array(size).fill(1);
  const zeroWins = context.semantics === 'mleap' && factors !== undefined;
  return mapVectors(context, map, (row) => {
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
  });
}
