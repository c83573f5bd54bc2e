import { type FeatureWorth, type TreeFacts, topFeatures, treeFacts } from '../../kernels/trees/tree-facts.ts';
import { defined } from '../../util/defined.ts';
import type { FloatSplit, ObliviousTree, TreeNode } from './oblivious-tree.ts';
import type { CatboostBooster } from './read-catboost-json.ts';

/** Facts about a model, for people. */
export interface CatboostDescription extends TreeFacts {
  readonly lossFunction: string;
  readonly featureCount: number;
  readonly outputCount: number;
  /** Columns by the number of splits on them, which is all that the file says of their worth; at most ten. */
  readonly topFeatures: readonly FeatureWorth[];
}

export function describeCatboost({
  lossFunction,
  featureCount,
  outputCount,
  trees,
}: CatboostBooster): CatboostDescription {
  const splits = new Int32Array(featureCount);
  /** Statistics of categories are columns behind those of the file. */
  const count = ({ column }: FloatSplit) => {
    if (column < featureCount) splits[column] = defined(splits[column]) + 1;
  };
  const shapes = trees.map((tree) => shapeOf(tree, count));
  const leafCount = shapes.reduce((sum, { leaves }) => sum + leaves, 0);
  const depths = shapes.map(({ depth }) => depth);
  return {
    lossFunction,
    featureCount,
    outputCount,
    ...treeFacts(depths, leafCount),
    topFeatures: topFeatures(splits, splits, (column) => `column ${column}`),
  };
}

interface Shape {
  readonly depth: number;
  readonly leaves: number;
}

/** Readers bound the depth, so that recursion ends in time. */
function shapeOf(tree: ObliviousTree | TreeNode, count: (split: FloatSplit) => void): Shape {
  if ('splits' in tree) {
    tree.splits.forEach(count);
    return { depth: tree.splits.length, leaves: 2 ** tree.splits.length };
  }
  if (!('split' in tree)) return { depth: 0, leaves: 1 };
  count(tree.split);
  const [left, right] = [shapeOf(tree.left, count), shapeOf(tree.right, count)];
  return { depth: 1 + Math.max(left.depth, right.depth), leaves: left.leaves + right.leaves };
}
