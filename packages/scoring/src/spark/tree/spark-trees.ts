/**
 * Spark's decision trees, flat: one slot a node over all trees, children and categories by position. Continuous splits
 * go left when x <= threshold (NaN right); categorical ones by exact membership.
 */
export interface SparkTrees {
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Feature of a split, -1 for a leaf. */
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  /** Where a categorical split's list begins in `categories`, -1 for the continuous ones. */
  readonly categoryStarts: Int32Array;
  readonly categoryEnds: Int32Array;
  readonly categories: Float64Array;
  /** How many values a categorical feature has, as far as the model says. */
  readonly categoryCounts: ReadonlyMap<number, number>;
  /** Categorical: 1 if members go left, 0 if members go right. */
  readonly membersLeft: Uint8Array;
  /** Where a leaf's values begin in `leafValues`. */
  readonly leafStarts: Int32Array;
  readonly leafValues: Float64Array;
  /** Values of each leaf: classes, or 1. */
  readonly leafWidth: number;
}

/** The leaf that a dense row reaches in the tree at `root`, as a position in `leafValues`. */
export function findLeaf(trees: SparkTrees, root: number, row: Float64Array): number {
  const { features, thresholds, lefts, rights, categoryStarts } = trees;
  let node = root;
  for (let feature = features[node]; feature >= 0; feature = features[node]) {
    const value = row[feature];
    const goesLeft = categoryStarts[node] < 0 ? value <= thresholds[node] : isLeftCategory(trees, node, value);
    node = goesLeft ? lefts[node] : rights[node];
  }
  return trees.leafStarts[node];
}

function isLeftCategory(trees: SparkTrees, node: number, value: number): boolean {
  const end = trees.categoryEnds[node];
  for (let at = trees.categoryStarts[node]; at < end; at++) {
    if (trees.categories[at] === value) return trees.membersLeft[node] === 1;
  }
  return trees.membersLeft[node] === 0;
}
