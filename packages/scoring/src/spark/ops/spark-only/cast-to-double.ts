import type { Op } from '../../op.ts';

/** `cast`: numbers and booleans as doubles, nulls as they are. */
export const castToDouble: Op = {
  name: 'cast',
  compile(context) {
    const input = context.numbers('input');
    const output = context.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        output.values[row] = input.values[row];
        if (input.isNull(row)) output.setNull(row);
      }
    };
  },
};
