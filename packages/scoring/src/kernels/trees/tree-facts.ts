/** What an ensemble of trees of any library is, for people. */
export interface TreeFacts {
  readonly treeCount: number;
  readonly leafCount: number;
  /** Comparisons on the longest way of any tree. */
  readonly maxDepth: number;
  /** Comparisons that a row needs at most: the depths of all trees together. */
  readonly comparisons: number;
}

/** The facts of trees with these depths (longest ways, 0 for a single leaf). */
export function treeFacts(depths: ArrayLike<number>, leafCount: number): TreeFacts {
  let [maxDepth, comparisons] = [0, 0];
  for (let tree = 0; tree < depths.length; tree++) {
    maxDepth = Math.max(maxDepth, depths[tree]);
    comparisons += depths[tree];
  }
  return { treeCount: depths.length, leafCount, maxDepth, comparisons };
}

/**
 * The depth of a binary tree in arrays: `children(node)` gives the places of its two children, or undefined at a leaf.
 * The tree must end: what the readers of model files made does.
 */
export function depthOf(root: number, children: (node: number) => readonly [number, number] | undefined): number {
  let depth = 0;
  for (let level = [root]; level.length > 0; ) {
    const below = level.flatMap((node) => children(node) ?? []);
    if (below.length > 0) depth++;
    level = below;
  }
  return depth;
}

/** A feature and what it is worth, and how many splits are on it. */
export interface FeatureWorth {
  readonly feature: string;
  readonly worth: number;
  readonly splits: number;
}

/**
 * By feature, what it is worth in all, and how many splits are on it: of those that have splits, as a file may claim any number of
 * features.
 */
export type SplitSums = Record<number, { worth: number; splits: number }>;

/** Adds a split on a feature. */
export function addSplit(sums: SplitSums, feature: number, worth: number): void {
  sums[feature] ??= { worth: 0, splits: 0 };
  sums[feature].worth += worth;
  sums[feature].splits++;
}

/** The features that are worth most, most first, at most ten, of those that are worth anything. */
export function topFeatures(sums: SplitSums, nameOf: (feature: number) => string): FeatureWorth[] {
  return Object.entries(sums)
    .map(([feature, sum]) => ({ feature: nameOf(Number(feature)), ...sum }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, 10);
}
