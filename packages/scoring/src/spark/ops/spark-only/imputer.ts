import type { BasicType } from '../../../frame/data-type.ts';
import { scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';

/**
 * `imputer` of a saved stage: nulls and the missing value become the surrogate, cast to the column's type; a NaN that is not
 * the missing value stays. Source: Spark `ImputerModel.transform`.
 */
export const sparkImputer: Op = {
  name: 'imputer',
  compile(context) {
    const base = context.attributes.string('base', 'double') as BasicType;
    const missing = context.attributes.number('missing_value', Number.NaN);
    const surrogate = castTo(base, context.attributes.number('surrogate_value'));
    const input = context.numbers('input', scalar(base));
    const output = context.outputNumbers('output', scalar(base));
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = input.values[row];
        const isMissing = input.isNull(row) || value === missing || (missing !== missing && value !== value);
        output.values[row] = isMissing ? surrogate : value;
      }
    };
  },
};

function castTo(base: BasicType, value: number): number {
  if (base === 'double') return value;
  return base === 'float' ? Math.fround(value) : Math.trunc(value);
}
