import { type DataType, list, scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister, ValueRegister } from '../../plan/register.ts';

/**
 * `reverse_string_indexer`: the label at trunc(x), for one number or a list of them. NaN is 0, but refused where a saved
 * pipeline of Spark 4 asks so (`ansi`); a null is refused, or stays one for Spark 3 (`keeps_nulls`). Source: MLeap `ReverseStringIndexerModel.scala`.
 */
export const reverseStringIndexer: Op = {
  name: 'reverse_string_indexer',
  compile(context) {
    const labels = context.attributes.strings('labels');
    const isScalar = (context.attributes.shapes('input_shape', [])[0]?.base ?? 'scalar') === 'scalar';
    const type: DataType = isScalar ? scalar('double') : list('double');
    const input = context.input('input', type) as NumberRegister | ValueRegister;
    const output = context.output('output', isScalar ? scalar('string') : list('string')) as
      | StringRegister
      | ValueRegister;
    const keepsNulls = context.attributes.boolean('keeps_nulls', false);
    const isAnsi = context.attributes.boolean('ansi', false);
    const label = (value: number, row: number): string => {
      if (isAnsi && value !== value) context.fail(row, 'invalid_value', 'NaN cannot be cast to an index', value, input);
      const index = value !== value ? 0 : Math.trunc(value);
      const found = labels[index];
      if (found === undefined) context.fail(row, 'invalid_value', `key not found: ${index}`, value, input);
      return found ?? '';
    };
    return (rowCount) => {
      output.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        const cell = input.kind === 'number' && input.isNull(row) ? null : input.values[row];
        if (context.hasFailed(row)) continue;
        if (cell === null || cell === undefined) {
          output.values[row] = null;
          if (!keepsNulls) context.fail(row, 'null_value', 'The index is null', null, input);
        } else if (typeof cell === 'number') output.values[row] = label(cell, row);
        else output.values[row] = (cell as readonly number[]).map((value) => label(value, row)) as unknown;
      }
    };
  },
};
