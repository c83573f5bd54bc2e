import type { Kernel } from './kernel.ts';
import type { NodeContext } from './node-context.ts';
import type { Register, ValueRegister } from './register.ts';

/** A column of strings, or of lists of them, and the lists that are made of it. */
export interface TokenMap {
  readonly input: Register & { readonly values: readonly unknown[] };
  readonly output: ValueRegister;
  /** Is called before the first row of each frame. */
  readonly begin?: () => void;
}

/** A loop from cells to lists of strings. A null is refused, as in MLeap and Spark. */
export function mapTokens<Cell>(
  context: NodeContext,
  { input, output, begin }: TokenMap,
  compute: (cell: Cell, row: number) => readonly (string | null)[],
): Kernel {
  return (rowCount) => {
    begin?.();
    output.values.length = rowCount;
    for (let row = 0; row < rowCount; row++) {
      const cell = input.values[row] as Cell | null | undefined;
      if (context.hasFailed(row)) continue;
      if (cell === null || cell === undefined)
        context.fail(row, { code: 'null_value', message: 'The text is null', value: null, input });
      else output.values[row] = compute(cell, row);
    }
  };
}
