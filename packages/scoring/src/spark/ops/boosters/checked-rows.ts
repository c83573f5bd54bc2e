import type { SparseRows } from '../../../frame/feature-rows.ts';
import { eachVector, type VectorRows } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { featureRows } from './feature-rows.ts';

/** A loop over a block of rows, once they have been looked through for what is refused. */
export function onCheckedRows(
  context: NodeContext,
  { input, size }: VectorRows & { readonly size: number },
  score: (rows: SparseRows, rowCount: number) => void,
): Kernel {
  const nothing = () => {};
  const check = eachVector(context, { input, size }, { each: nothing, empty: nothing });
  return (rowCount) => {
    check(rowCount);
    score(featureRows(input, rowCount, size), rowCount);
  };
}
