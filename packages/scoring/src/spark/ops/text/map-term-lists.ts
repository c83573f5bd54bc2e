import { list } from '../../../frame/data-type.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** What becomes of a list of terms: `each` writes and closes one row of vectors of `size`. */
export interface TermVector {
  readonly size: number;
  readonly each: (terms: readonly (string | null)[], output: VectorRegister) => void;
}

/** A loop from `input`, lists of strings, to the vectors of `output`. A null list is refused. */
export function mapTermLists({ size, each }: TermVector, ports: Ports, context: NodeContext): Kernel {
  const input = ports.values('input', list('string'));
  const output = ports.outputVectors('output', size);
  return (rowCount) => {
    output.reserve(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const terms = input.values[row] as readonly (string | null)[] | null | undefined;
      if (!context.hasFailed(row) && terms !== null && terms !== undefined) {
        each(terms, output);
        continue;
      }
      context.fail(row, { code: 'null_value', message: 'The list of terms is null', value: null, input });
      output.closeEmpty();
    }
  };
}
