import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import { defined } from '../../../util/defined.ts';
import { badModel } from './bad-model.ts';

/**
 * First tree of each boosting round, and the number of trees at the end: as the file says (from 2.0 on), else this many
 * trees a round as there are outputs and parallel trees.
 * Source: `GBTreeModel::MakeIndptr` of XGBoost 2.0.
 */
export function roundStartsOf(
  trees: readonly TreeNodes[],
  parallelTrees: number,
  stored?: ArrayLike<number>,
): Int32Array {
  if (stored !== undefined && stored.length > 0) {
    const starts = Int32Array.from(stored);
    const isAscending = starts.every((start, at) => start >= (at === 0 ? 0 : defined(starts[at - 1])));
    if (!isAscending || starts[0] !== 0 || starts[starts.length - 1] !== trees.length) {
      throw badModel('has an iteration_indptr that does not lead from 0 to the number of trees');
    }
    return starts;
  }
  const groups = trees.reduce((most, tree) => Math.max(most, tree.output + 1), 1);
  const perRound = groups * parallelTrees;
  const rounds = Math.ceil(trees.length / perRound);
  return Int32Array.from({ length: rounds + 1 }, (_, round) => Math.min(round * perRound, trees.length));
}
