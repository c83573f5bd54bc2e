import type { Kernel } from './kernel.ts';
import type { NodeContext } from './node-context.ts';
import type { Register, ValueRegister } from './register.ts';

/**
 * A loop from a column of strings, or of lists of them, to lists of strings. A null is refused, as in MLeap and Spark.
 * `begin` is called before the first row of each frame.
 */
export function mapTokens<T>(
  context: NodeContext,
  input: Register & { readonly values: readonly unknown[] },
  output: ValueRegister,
  compute: (cell: T, row: number) => readonly (string | null)[],
  begin?: () => void,
): Kernel {
  return (rowCount) => {
    begin?.();
    output.values.length = rowCount;
    for (let row = 0; row < rowCount; row++) {
      const cell = input.values[row] as T | null | undefined;
      if (context.hasFailed(row)) continue;
      if (cell === null || cell === undefined) context.fail(row, 'null_value', 'The text is null', null, input);
      else output.values[row] = compute(cell, row);
    }
  };
}
