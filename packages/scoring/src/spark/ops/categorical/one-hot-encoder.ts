import { javaDoubleText } from '../../../text/java-double-text.ts';
import { type HandleInvalid, readHandleInvalid } from '../../handle-invalid.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/**
 * `one_hot_encoder`: an index becomes a sparse vector with a single 1, or none for the last category under
 * `drop_last`. The older form (`size`) keeps invalid indices when `drop_last` is set: its `size` is already one less,
 * and so it gives what its own version gave. Spark cuts fractions off, MLeap refuses them. A null stays null, as in Spark.
 * Source: MLeap `OneHotEncoderModel.scala`, `OneHotEncoderOp.scala`.
 */
export const oneHotEncoder: Op = {
  name: 'one_hot_encoder',
  compile(context) {
    const { attributes } = context;
    const isSingle = context.hasInput('input');
    const isOld = attributes.has('size');
    const count = isSingle ? 1 : context.countInputs();
    const sizes = isOld ? Int32Array.of(attributes.integer('size')) : attributes.integers('category_sizes');
    if (sizes.length < count) throw context.bad(`has sizes for ${sizes.length} of its ${count} columns`);
    if (sizes.some((size) => size < 0)) throw context.bad('has a negative category size');
    const dropLast = attributes.boolean('drop_last', true);
    const isKept = isOld && !attributes.has('handle_invalid') ? dropLast : readMode(context) === 'keep';
    const kernels = Array.from({ length: count }, (_, at) => {
      const width = sizes[at] + (isKept && !dropLast ? 1 : 0) - (dropLast && !isKept ? 1 : 0);
      const input = context.numbers(isSingle ? 'input' : `input${at}`);
      const output = context.outputVectors(isSingle ? 'output' : `output${at}`, width);
      return encodeColumn(context, input, output, { categories: sizes[at], width: Math.max(width, 0), isKept });
    });
    return kernels.length === 1 ? kernels[0] : (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
  },
};

function readMode(context: NodeContext): HandleInvalid {
  return readHandleInvalid(context, ['error', 'keep']);
}

interface Encoding {
  readonly categories: number;
  readonly width: number;
  readonly isKept: boolean;
}

function encodeColumn(context: NodeContext, input: NumberRegister, output: VectorRegister, encoding: Encoding): Kernel {
  const { categories, width } = encoding;
  return (rowCount) => {
    output.reserve(rowCount);
    output.room(rowCount);
    const { values, hasNulls } = input;
    for (let row = 0; row < rowCount; row++) {
      const value = values[row];
      if (hasNulls && input.isNull(row)) {
        output.closeNull(rowCount);
        continue;
      }
      const isPlain = value === (value | 0) && value >= 0 && value < categories;
      const index = isPlain ? value : oddIndex(context, input, row, encoding);
      if (index >= width) {
        output.closeSparse(width, 0);
        continue;
      }
      output.values[output.length] = 1;
      output.indices[output.length] = index;
      output.closeSparse(width, 1);
    }
  };
}

/** Where an index goes that is no category's: refuses the row where there is no place for it. */
function oddIndex(context: NodeContext, input: NumberRegister, row: number, { categories, isKept }: Encoding): number {
  const value = input.values[row];
  const text = javaDoubleText(value);
  const isWhole = Math.trunc(value) === value;
  if (context.semantics === 'mleap' && !isWhole) {
    context.fail(row, 'invalid_value', `invalid label: ${text}, must be integer`, value, input);
  } else if (value >= 0 && value < categories) {
    return Math.trunc(value);
  } else if (!isKept) {
    const message =
      value < 0
        ? `Negative value: ${text}. Input can't be negative. To handle invalid values, set Param handleInvalid to Keep`
        : `Unseen value: ${text}. To handle unseen values, set Param handleInvalid to Keep`;
    context.fail(row, 'invalid_value', message, value, input);
  }
  return categories;
}
