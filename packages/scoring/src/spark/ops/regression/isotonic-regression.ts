import { scalar, vector } from '../../../frame/data-type.ts';
import { present } from '../../../util/present.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { eachVector } from '../../plan/each-vector.ts';
import { mapNumbers } from '../../plan/map-numbers.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

interface IsotonicRegression extends Steps {
  /** Which feature of a vector is looked at; undefined for a column of numbers. */
  readonly feature: number | undefined;
  /** Whether it ascends: for people. */
  readonly isIsotonic?: boolean;
}

/** Boundaries in ascending order, each with its prediction. */
interface Steps {
  readonly boundaries: Float64Array;
  readonly predictions: Float64Array;
}

/**
 * `isotonic_regression`: linear interpolation between boundaries, constant outside, of a scalar or of one feature of a
 * vector. Source: MLeap `IsotonicRegressionModel.scala`.
 */
export const isotonicRegression = operator<IsotonicRegression>({
  op: 'isotonic_regression',
  bundle: {
    read: (attributes) => ({
      boundaries: attributes.numbers('boundaries'),
      predictions: attributes.numbers('predictions'),
      feature: attributes.has('feature_index') ? attributes.integer('feature_index') : undefined,
    }),
  },
  write: ({ boundaries, predictions, feature, isIsotonic = true }) => ({
    attributes: {
      boundaries: bundleValue.doubles(boundaries),
      predictions: bundleValue.doubles(predictions),
      isotonic: bundleValue.boolean(isIsotonic),
      ...present({ feature_index: feature === undefined ? undefined : bundleValue.long(feature) }),
    },
  }),
  spark: {
    classes: ['IsotonicRegressionModel'],
    read: (stage, { columns }) => {
      const cell = stage.cell();
      const name = stage.params.string('featuresCol', 'features');
      const isVector = columns.info(name).type?.shape === 'tensor';
      const parameters = {
        boundaries: cell.numbersOrVector('boundaries'),
        predictions: cell.numbersOrVector('predictions'),
        feature: isVector ? stage.params.integer('featureIndex', 0) : undefined,
        isIsotonic: stage.params.boolean('isotonic', true),
      };
      const inputs = { features: columns.read(name) };
      const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('double') });
      return [{ parameters, inputs, outputs: { prediction } }];
    },
  },
  compile({ feature, ...steps }, ports, context) {
    const { boundaries, predictions } = steps;
    if (boundaries.length === 0 || boundaries.length !== predictions.length)
      throw context.bad(`has ${boundaries.length} boundaries and ${predictions.length} predictions`);
    const type = feature === undefined ? scalar('double') : vector();
    const input = ports.input('features', type) as NumberRegister | VectorRegister;
    const output = ports.outputNumbers('prediction');
    if (input.kind === 'number') return mapNumbers(input, output, (value) => interpolate(steps, value));
    const position = feature ?? 0;
    const each = (row: number) => {
      const size = input.sizes[row];
      if (position < size) output.values[row] = interpolate(steps, input.valueAt(row, position));
      else {
        const message = `The vector has ${size} values; the model reads number ${feature}`;
        context.fail(row, { code: 'wrong_size', message, value: size, input });
      }
    };
    const loop = eachVector(context, { input }, { each, empty: () => {} });
    return (rowCount) => {
      output.reserve(rowCount);
      loop(rowCount);
    };
  },
});

/** Java's binary search: -0 before 0, NaN after everything. */
function interpolate({ boundaries, predictions }: Steps, x: number): number {
  let low = 0;
  let high = boundaries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareDoubles(boundaries[middle], x);
    if (order === 0) return predictions[middle];
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  if (low === 0) return predictions[0];
  if (low === boundaries.length) return predictions[low - 1];
  const [x1, x2, y1, y2] = [boundaries[low - 1], boundaries[low], predictions[low - 1], predictions[low]];
  return y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
}

/** Java's `Double.compare`. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a !== 0 || Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
