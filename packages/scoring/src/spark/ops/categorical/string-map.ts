import { readHandleInvalid } from '../../handle-invalid.ts';
import type { Op } from '../../op.ts';

/** `string_map`: a label becomes its value, an unknown one (null too) the default under `keep`. Source: MLeap `StringMapModel.scala`. */
export const stringMap: Op = {
  name: 'string_map',
  compile(context) {
    const labels = context.attributes.strings('labels');
    const values = context.attributes.numbers('values');
    if (labels.length !== values.length) throw context.bad(`has ${labels.length} labels and ${values.length} values`);
    const isKept = readHandleInvalid(context, ['error', 'keep']) === 'keep';
    const fallback = context.attributes.number('default_value', 0);
    const table = new Map(labels.map((label, at) => [label, values[at]]));
    const input = context.strings('input');
    const output = context.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const label = input.values[row];
        const value = table.get(label as string);
        output.values[row] = value ?? fallback;
        if (value !== undefined || isKept) continue;
        const remedy = 'To handle unseen labels, set handleInvalid to keep and optionally set a custom defaultValue';
        context.fail(row, 'invalid_value', `Missing label: ${label}. ${remedy}`, label, input);
      }
    };
  },
};
