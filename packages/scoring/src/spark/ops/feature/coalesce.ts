import { operator } from '../../operator.ts';

/** `coalesce`: the first input that is not null; NaN is a value. Source: MLeap `CoalesceModel.scala`. */
export const coalesce = operator<undefined>({
  op: 'coalesce',
  bundle: { read: () => undefined },
  compile(_none, ports) {
    const inputs = Array.from({ length: ports.countInputs() }, (_, at) => ports.numbers(`input${at}`));
    const output = ports.outputNumbers('output');
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const first = inputs.find((input) => !input.isNull(row));
        if (first === undefined) output.setNull(row);
        else output.values[row] = first.values[row];
      }
    };
  },
});
