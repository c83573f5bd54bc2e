import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';

/**
 * `imputer`: null, NaN and the missing value become the surrogate. Spark's extension leaves a NaN alone unless that is
 * the missing value. Source: MLeap `ImputerModel.scala`.
 */
export const imputer: Op = {
  name: 'imputer',
  compile(context): Kernel {
    const surrogate = context.attributes.number('surrogate_value');
    const missing = context.attributes.number('missing_value', Number.NaN);
    const replacesNaN = context.semantics === 'mleap' || missing !== missing;
    const input = context.numbers('input');
    const output = context.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = input.values[row];
        const isMissing = input.isNull(row) || value === missing || (replacesNaN && value !== value);
        output.values[row] = isMissing ? surrogate : value;
      }
    };
  },
};
