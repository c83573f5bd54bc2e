import type { CategorySplits, TreeEnsemble } from './tree-ensemble.ts';

/**
 * The leaf (global node number) that a row ends in. `slots` gives each node's place in `row`, which holds float32 values,
 * NaN where missing, from `offset` on. This is the plain form of the walk; `wasm/` holds the fast one.
 */
export function walkTree(
  ensemble: TreeEnsemble,
  slots: Int32Array,
  root: number,
  row: Float32Array,
  offset: number,
): number {
  const { leftChild, rightChild } = ensemble;
  let node = root;
  while (leftChild[node] >= 0) {
    node = goesLeft(ensemble, node, row[offset + slots[node]]) ? leftChild[node] : rightChild[node];
  }
  return node;
}

/** Whether a cell goes left at a split; NaN is a missing one. */
export function goesLeft(ensemble: TreeEnsemble, node: number, value: number): boolean {
  const { threshold, defaultLeft, categories } = ensemble;
  if (value !== value) return defaultLeft[node] === 1;
  if (categories !== undefined && categories.starts[node] >= 0) return !isCategoryRight(categories, node, value);
  return value < threshold[node];
}

/** Whether a code is in the set that goes right. Fractions are cut off; codes below 0 or from 2^24 on are in no set. */
function isCategoryRight(categories: CategorySplits, node: number, value: number): boolean {
  if (!(value >= 0 && value < 16_777_216)) return false;
  const code = Math.trunc(value);
  const word = code >> 5;
  if (word >= categories.sizes[node]) return false;
  return ((categories.bits[categories.starts[node] + word] >>> (code & 31)) & 1) === 1;
}
