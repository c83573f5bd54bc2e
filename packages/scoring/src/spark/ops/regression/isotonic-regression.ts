import { scalar, vector } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import { mapNumbers } from '../../plan/map-numbers.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/**
 * `isotonic_regression`: linear interpolation between boundaries, constant outside, of a scalar or of one feature of a
 * vector. Source: MLeap `IsotonicRegressionModel.scala`.
 */
export const isotonicRegression: Op = {
  name: 'isotonic_regression',
  compile(context) {
    const { attributes } = context;
    const boundaries = attributes.numbers('boundaries');
    const predictions = attributes.numbers('predictions');
    if (boundaries.length === 0 || boundaries.length !== predictions.length) {
      throw context.bad(`has ${boundaries.length} boundaries and ${predictions.length} predictions`);
    }
    const feature = attributes.has('feature_index') ? attributes.integer('feature_index') : undefined;
    const input = context.input('features', feature === undefined ? scalar('double') : vector()) as
      | NumberRegister
      | VectorRegister;
    const output = context.outputNumbers('prediction');
    if (input.kind === 'number')
      return mapNumbers(input, output, (value) => interpolate(boundaries, predictions, value));
    const each = (row: number) => {
      if ((feature ?? 0) >= input.sizes[row]) {
        const size = input.sizes[row];
        context.fail(
          row,
          'wrong_size',
          `The vector has ${size} values; the model reads number ${feature}`,
          size,
          input,
        );
      } else output.values[row] = interpolate(boundaries, predictions, input.valueAt(row, feature ?? 0));
    };
    const loop = eachVector(context, input, each, () => {});
    return (rowCount) => {
      output.reserve(rowCount);
      loop(rowCount);
    };
  },
};

/** Java's binary search: -0 before 0, NaN after everything. */
function interpolate(boundaries: Float64Array, predictions: Float64Array, x: number): number {
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
