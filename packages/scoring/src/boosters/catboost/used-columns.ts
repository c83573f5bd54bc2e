import type { FloatSplit, ObliviousTree, TreeNode } from './oblivious-tree.ts';
import type { CatboostBooster } from './read-catboost-json.ts';

/** A model over the columns that its trees look at, and which ones they are, ascending. */
export interface UsedColumns {
  readonly booster: CatboostBooster;
  readonly columns: Int32Array;
}

/** Of a model without categories: rows of very many columns need not be written out for it. */
export function usedColumns(booster: CatboostBooster): UsedColumns {
  const used = new Set<number>();
  for (const tree of booster.trees) eachSplit(tree, ({ column }) => used.add(column));
  const columns = Int32Array.from(used).sort();
  const placeOf = new Map(Array.from(columns, (column, place) => [column, place]));
  const moved = (split: FloatSplit): FloatSplit => ({ ...split, column: placeOf.get(split.column) ?? 0 });
  const trees = booster.trees.map((tree) => withSplits(tree, moved));
  return { columns, booster: { ...booster, trees, featureCount: columns.length, columnNames: new Map() } };
}

function eachSplit(tree: ObliviousTree | TreeNode, visit: (split: FloatSplit) => void): void {
  if ('splits' in tree) tree.splits.forEach(visit);
  else if ('split' in tree) {
    visit(tree.split);
    eachSplit(tree.left, visit);
    eachSplit(tree.right, visit);
  }
}

function withSplits(tree: ObliviousTree | TreeNode, map: (split: FloatSplit) => FloatSplit): ObliviousTree | TreeNode {
  return 'splits' in tree ? { ...tree, splits: tree.splits.map(map) } : nodeWithSplits(tree, map);
}

function nodeWithSplits(node: TreeNode, map: (split: FloatSplit) => FloatSplit): TreeNode {
  if (!('split' in node)) return node;
  return { split: map(node.split), left: nodeWithSplits(node.left, map), right: nodeWithSplits(node.right, map) };
}
