import { buildEnsemble } from '../../../kernels/trees/build-ensemble.ts';
import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import { present } from '../../../util/present.ts';
import type { BoostedTrees } from '../booster.ts';
import { assertOutputs } from './assert-outputs.ts';
import { badModel } from './bad-model.ts';
import { joinStatistics, type TreeStatistics } from './join-statistics.ts';
import type { ModelSize } from './model-size.ts';
import { roundStartsOf } from './round-starts.ts';

/** What a file says of its trees. */
export interface FileTrees extends Pick<BoostedTrees, 'kind' | 'categories'> {
  readonly trees: readonly TreeNodes[];
  readonly statistics: readonly TreeStatistics[];
  readonly parallelTrees: number;
  /** Factors of the trees, where the file has them. */
  readonly weights?: ArrayLike<number> | undefined;
  /** First trees of the rounds, where the file has them. */
  readonly starts?: ArrayLike<number> | undefined;
}

/** The trees of a file as a model. Throws `bad_model` for trees that do not fit the rest of the file, or are none. */
export function boostedTrees(file: FileTrees, size: ModelSize): BoostedTrees {
  const { kind, trees, weights, categories } = file;
  assertOutputs(size.outputCount, trees);
  if (weights !== undefined && weights.length !== trees.length)
    throw badModel(`has ${weights.length} tree weights for ${trees.length} trees`);
  const parallelTrees = Math.max(1, file.parallelTrees);
  const treeWeights = weights && Float32Array.from(weights);
  return {
    kind,
    ensemble: buildEnsemble(trees, size),
    roundStarts: roundStartsOf(trees, parallelTrees, file.starts),
    parallelTrees,
    ...joinStatistics(file.statistics, trees),
    ...present({ treeWeights, categories }),
  };
}
