import { defined } from '../../util/defined.ts';
import type { SparkTrees } from '../tree/spark-trees.ts';
import type { BundleModel, MemberModel } from './bundle-model.ts';
import { type BundleValue, bundleValue } from './bundle-value.ts';
import { treeLines } from './tree-lines.ts';

/** A model that is one tree. */
export function writeTree(attributes: Readonly<Record<string, BundleValue>>, trees: SparkTrees): BundleModel {
  return { attributes, files: { 'tree.json': treeLines(trees, defined(trees.roots[0])) } };
}

/** What all trees of an ensemble are written with. */
export interface MemberTrees {
  readonly trees: SparkTrees;
  /** One a tree; default 1. */
  readonly weights?: ArrayLike<number> | undefined;
  /** What each tree is by itself: its op and attributes. */
  readonly member: MemberModel;
}

/** A model of many trees, each in a folder of its own. */
export function writeTrees(
  attributes: Readonly<Record<string, BundleValue>>,
  { trees, weights, member }: MemberTrees,
): BundleModel {
  const roots = new Map(Array.from(trees.roots, (root, at) => [`tree${at}`, root]));
  const names = [...roots.keys()];
  return {
    attributes: {
      ...attributes,
      tree_weights: bundleValue.doubles(weights ?? names.map(() => 1)),
      trees: bundleValue.strings(names),
    },
    members: Object.fromEntries(
      Array.from(roots, ([name, root]) => [name, { ...member, files: { 'tree.json': treeLines(trees, root) } }]),
    ),
  };
}
