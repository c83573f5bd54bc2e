import type { FeatureWorth, TreeFacts } from '../kernels/trees/tree-facts.ts';

/** What `inspect` shows of trees: how many, how deep, what they cost. `rounds` are words for their grouping. */
export function treeLines({ treeCount, leafCount, maxDepth, comparisons }: TreeFacts, rounds = ''): string[] {
  return [
    `  trees ${treeCount}${rounds}, depth at most ${maxDepth}, leaves ${leafCount}`,
    `  at most ${comparisons} comparisons a row`,
  ];
}

/** `what` is the library's word for a feature's worth. */
export function featureLines(features: readonly FeatureWorth[], what: string): string[] {
  return features.map(({ feature, worth, splits }) => {
    const shown = worth >= 1 || worth === 0 ? worth.toFixed(1) : worth.toPrecision(3);
    return `  ${feature}: ${what} ${shown} over ${splits} ${splits === 1 ? 'split' : 'splits'}`;
  });
}
