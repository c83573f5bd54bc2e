import {
  addSplit,
  type FeatureWorth,
  type SplitSums,
  type TreeFacts,
  topFeatures,
  treeFacts,
} from '../../kernels/trees/tree-facts.ts';
import { defined } from '../../util/defined.ts';
import type { DerivedColumn } from './categories.ts';
import type { FloatSplit, ObliviousTree, TreeNode } from './oblivious-tree.ts';
import type { CatboostBooster } from './read-catboost-json.ts';

/** Facts about a model, for people. */
export interface CatboostDescription extends TreeFacts {
  readonly lossFunction: string;
  readonly featureCount: number;
  readonly outputCount: number;
  /**
   * Columns by the number of splits on them, or on what is worked out of their categories: that is all that the file says of their
   * worth. At most ten.
   */
  readonly topFeatures: readonly FeatureWorth[];
}

export function describeCatboost({
  lossFunction,
  featureCount,
  outputCount,
  derived,
  trees,
}: CatboostBooster): CatboostDescription {
  const sums: SplitSums = {};
  const count = ({ column: split }: FloatSplit) => {
    const columns = split < featureCount ? [split] : sourcesOf(defined(derived[split - featureCount]));
    for (const column of columns) addSplit(sums, column, 1);
  };
  const shapes = trees.map((tree) => shapeOf(tree, count));
  const leafCount = shapes.reduce((sum, { leaves }) => sum + leaves, 0);
  const depths = shapes.map(({ depth }) => depth);
  return {
    lossFunction,
    featureCount,
    outputCount,
    ...treeFacts(depths, leafCount),
    topFeatures: topFeatures(sums, (column) => `column ${column}`),
  };
}

/** The columns of a row that another column is worked out of. */
function sourcesOf(column: DerivedColumn): ReadonlySet<number> {
  return new Set(column.kind === 'one-hot' ? [column.column] : column.key.map((part) => part.column));
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
