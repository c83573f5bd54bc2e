import { list } from '../../../frame/data-type.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** A loop from `input`, lists of strings, to the vectors of `output`; `each` closes one row. A null list is refused. */
export function mapTermLists(
  context: NodeContext,
  size: number | undefined,
  each: (terms: readonly (string | null)[], output: VectorRegister) => void,
): Kernel {
  const input = context.values('input', list('string'));
  const output = context.outputVectors('output', size);
  return (rowCount) => {
    output.reserve(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const terms = input.values[row] as readonly (string | null)[] | null | undefined;
      const isThere = !context.hasFailed(row) && terms !== null && terms !== undefined;
      if (!isThere) context.fail(row, 'null_value', 'The list of terms is null', null, input);
      if (isThere) each(terms, output);
      else output.closeEmpty();
    }
  };
}
