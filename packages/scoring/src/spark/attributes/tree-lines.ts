import { defined } from '../../util/defined.ts';
import type { SparkTrees } from '../tree/spark-trees.ts';

/** The tree at a root as `tree.json` has it: an object a line, in pre-order. Source: MLeap `tree/JsonSupport.scala`. */
export function treeLines(trees: SparkTrees, root: number): string {
  const lines: string[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const isLeaf = defined(trees.features[node]) < 0;
    lines.push(`${JSON.stringify(isLeaf ? leafOf(trees, node) : { type: 'internal', split: splitOf(trees, node) })}\n`);
    if (!isLeaf) open.push(defined(trees.rights[node]), defined(trees.lefts[node]));
  }
  return lines.join('');
}

function leafOf({ leafStarts, leafValues, leafWidth }: SparkTrees, node: number): object {
  const start = defined(leafStarts[node]);
  return { type: 'leaf', values: Array.from(leafValues.subarray(start, start + leafWidth)) };
}

function splitOf(trees: SparkTrees, node: number): object {
  const featureIndex = defined(trees.features[node]);
  const start = defined(trees.categoryStarts[node]);
  if (start < 0) return { type: 'continuous', featureIndex, threshold: trees.thresholds[node] };
  const categories = Array.from(trees.categories.subarray(start, trees.categoryEnds[node]));
  const numCategories = trees.categoryCounts.get(featureIndex) ?? 0;
  return { type: 'categorical', featureIndex, isLeft: trees.membersLeft[node] === 1, numCategories, categories };
}
