import { attributeHandleInvalid } from '../../handle-invalid.ts';
import { operator } from '../../operator.ts';

/** Labels, each with its value. */
interface StringMap {
  readonly labels: readonly string[];
  readonly values: Float64Array;
  readonly fallback: number;
  /** Whether an unknown label becomes the fallback. */
  readonly isKept: boolean;
}

/** `string_map`: a label becomes its value, an unknown one (null too) the default under `keep`. Source: MLeap `StringMapModel.scala`. */
export const stringMap = operator<StringMap>({
  op: 'string_map',
  bundle: {
    read: (attributes) => ({
      labels: attributes.strings('labels'),
      values: attributes.numbers('values'),
      fallback: attributes.number('default_value', 0),
      isKept: attributeHandleInvalid(attributes, ['error', 'keep']) === 'keep',
    }),
  },
  compile({ labels, values, fallback, isKept }, ports, context) {
    if (labels.length !== values.length) throw context.bad(`has ${labels.length} labels and ${values.length} values`);
    const table = new Map(labels.map((label, at) => [label, values[at]]));
    const input = ports.strings('input');
    const output = ports.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const label = input.values[row];
        const value = table.get(label as string);
        output.values[row] = value ?? fallback;
        if (value !== undefined || isKept) continue;
        const message = `Missing label: ${label}. ${remedy}`;
        context.fail(row, { code: 'invalid_value', message, value: label, input });
      }
    };
  },
});

const remedy = 'To handle unseen labels, set handleInvalid to keep and optionally set a custom defaultValue';
