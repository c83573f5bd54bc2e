import { scalar } from '../../../frame/data-type.ts';
import { javaDoubleText } from '../../../text/java-double-text.ts';
import type { Op } from '../../op.ts';
import { readHandleInvalid } from '../../handle-invalid.ts';

/**
 * `target_encoder`: a category becomes the smoothed mean of the targets it was seen with. Under `keep` an unseen category and an
 * unseen null become the mean of all; under `error` they are refused. Source: Spark 4 `TargetEncoderModel`.
 */
export const targetEncoder: Op = {
  name: 'target_encoder',
  compile(context) {
    const { attributes } = context;
    const categories = attributes.numbers('categories');
    const encodings = attributes.numbers('encodings');
    const encoding = new Map(Array.from(categories, (category, at) => [category, encodings[at]]));
    const unseen = attributes.number('unseen_encoding');
    const ofNull = attributes.has('null_encoding') ? attributes.number('null_encoding') : undefined;
    const isKept = readHandleInvalid(context, ['error', 'keep']) === 'keep';
    const input = context.numbers('input');
    const output = context.outputNumbers('output', scalar('double'));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const isNull = input.isNull(row);
        const value = input.values[row];
        const found = isNull ? ofNull : encoding.get(value);
        output.values[row] = found ?? unseen;
        if (found !== undefined || isKept) continue;
        const what = isNull ? 'a null' : javaDoubleText(value);
        const message = `Unseen value ${what}. To handle unseen values, set Param handleInvalid to keep.`;
        context.fail(row, isNull ? 'null_value' : 'invalid_value', message, isNull ? null : value, input);
      }
    };
  },
};
