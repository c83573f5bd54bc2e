import type { Op } from '../../op.ts';

/** `coalesce`: the first input that is not null; NaN is a value. Source: MLeap `CoalesceModel.scala`. */
export const coalesce: Op = {
  name: 'coalesce',
  compile(context) {
    const inputs = Array.from({ length: context.countInputs() }, (_, at) => context.numbers(`input${at}`));
    const output = context.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const first = inputs.find((input) => !input.isNull(row));
        if (first === undefined) output.setNull(row);
        else output.values[row] = first.values[row];
      }
    };
  },
};
