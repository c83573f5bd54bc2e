import type { TreeNodes } from '../../tree/tree-nodes.ts';

/** The gains of all trees' nodes one after another; nothing if a tree lacks them. */
export function joinGains(
  gains: readonly ArrayLike<number>[],
  trees: readonly Pick<TreeNodes, 'leftChild'>[],
): { readonly gains?: Float32Array } {
  if (gains.some((gain, at) => gain.length !== trees[at].leftChild.length)) return {};
  const joined = new Float32Array(gains.reduce((sum, gain) => sum + gain.length, 0));
  let start = 0;
  for (const gain of gains) {
    joined.set(gain, start);
    start += gain.length;
  }
  return { gains: joined };
}
