import type { Kernel } from './kernel.ts';
import type { NumberRegister } from './number-register.ts';

/** A loop that sets each output cell to `compute` of the input cell; null stays null, as in Spark. */
export function mapNumbers(
  input: NumberRegister,
  output: NumberRegister,
  compute: (value: number, row: number) => number,
): Kernel {
  return (rowCount) => {
    output.reserve(rowCount);
    const { values } = input;
    const target = output.values;
    for (let row = 0; row < rowCount; row++) {
      if (input.isNull(row)) output.setNull(row);
      else target[row] = compute(values[row], row);
    }
  };
}
