import { addSplit, depthOf, type SplitSums, treeFacts } from '../../kernels/trees/tree-facts.ts';
import type { Forest } from './forest.ts';
import type { ForestFacts } from './forest-facts.ts';

/**
 * Describes trees whose importances are taken as shares of each tree's (forests), or of all trees' together (boosting).
 * Source: `BaseForest.feature_importances_` and `BaseGradientBoosting.feature_importances_`: trees of one leaf do not
 * count.
 */
export function describeForest(forest: Forest, of: 'each tree' | 'all trees'): ForestFacts {
  const { roots, features, lefts, rights, gains, columns } = forest;
  const sums: SplitSums = {};
  roots.forEach((root, tree) => {
    const end = roots[tree + 1] ?? features.length;
    const own: SplitSums = {};
    for (let node = root; node < end; node++) if (features[node] >= 0) addSplit(own, features[node], gains[node]);
    addScaled(own, sums, of === 'each tree' ? worthOf(own) : 1);
  });
  const depths = Array.from(roots, (root) =>
    depthOf(root, (node) => (features[node] < 0 ? undefined : [lefts[node], rights[node]])),
  );
  const leafCount = features.reduce((leaves, feature) => leaves + (feature < 0 ? 1 : 0), 0);
  const total = worthOf(sums);
  if (total > 0) for (const sum of Object.values(sums)) sum.worth /= total;
  return { ...treeFacts(depths, leafCount), columns, sums };
}

function addScaled(own: SplitSums, sums: SplitSums, scale: number): void {
  for (const [feature, { worth, splits }] of Object.entries(own)) {
    const sum = (sums[Number(feature)] ??= { worth: 0, splits: 0 });
    if (scale > 0) sum.worth += worth / scale;
    sum.splits += splits;
  }
}

function worthOf(sums: SplitSums): number {
  let total = 0;
  for (const { worth } of Object.values(sums)) total += worth;
  return total;
}
