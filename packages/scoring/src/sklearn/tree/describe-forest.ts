import { depthOf, treeFacts } from '../../kernels/trees/tree-facts.ts';
import type { Forest } from './forest.ts';
import type { ForestFacts } from './forest-facts.ts';

/**
 * Describes trees whose importances are taken as shares of each tree's (forests), or of all trees' together (boosting).
 * Source: `BaseForest.feature_importances_` and `BaseGradientBoosting.feature_importances_`: trees of one leaf do not
 * count.
 */
export function describeForest(forest: Forest, of: 'each tree' | 'all trees'): ForestFacts {
  const { roots, features, lefts, rights, gains, columns } = forest;
  const importances = new Float64Array(columns);
  const splits = new Int32Array(columns);
  roots.forEach((root, tree) => {
    const end = roots[tree + 1] ?? features.length;
    const own = new Float64Array(columns);
    for (let node = root; node < end; node++) {
      if (features[node] < 0) continue;
      own[features[node]] += gains[node];
      splits[features[node]]++;
    }
    addScaled(own, importances, of === 'each tree' ? sumOf(own) : 1);
  });
  const depths = Array.from(roots, (root) =>
    depthOf(root, (node) => (features[node] < 0 ? undefined : [lefts[node], rights[node]])),
  );
  const leafCount = features.reduce((leaves, feature) => leaves + (feature < 0 ? 1 : 0), 0);
  const total = sumOf(importances);
  return {
    ...treeFacts(depths, leafCount),
    importances: total > 0 ? importances.map((importance) => importance / total) : importances,
    splits,
  };
}

function addScaled(own: Float64Array, sums: Float64Array, scale: number): void {
  if (scale > 0) own.forEach((importance, column) => (sums[column] += importance / scale));
}

const sumOf = (numbers: Float64Array) => numbers.reduce((sum, number) => sum + number, 0);
