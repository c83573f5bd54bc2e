import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import { present } from '../../../util/present.ts';

/** What a file says of each node of a tree beside the model itself. */
export interface TreeStatistics {
  readonly gains: ArrayLike<number>;
  readonly covers: ArrayLike<number>;
}

/** The statistics of all trees' nodes one after another, each left out if a tree lacks it. */
export function joinStatistics(
  statistics: readonly TreeStatistics[],
  trees: readonly Pick<TreeNodes, 'leftChild'>[],
): { readonly gains?: Float32Array; readonly covers?: Float32Array } {
  const gains = join(
    statistics.map((tree) => tree.gains),
    trees,
  );
  const covers = join(
    statistics.map((tree) => tree.covers),
    trees,
  );
  return present({ gains, covers });
}

function join(
  numbers: readonly ArrayLike<number>[],
  trees: readonly Pick<TreeNodes, 'leftChild'>[],
): Float32Array | undefined {
  if (numbers.some((own, at) => own.length !== trees[at]?.leftChild.length)) return undefined;
  const joined = new Float32Array(numbers.reduce((sum, own) => sum + own.length, 0));
  let start = 0;
  for (const own of numbers) {
    joined.set(own, start);
    start += own.length;
  }
  return joined;
}
