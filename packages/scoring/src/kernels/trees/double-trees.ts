/**
 * Trees that compare doubles, all nodes in parallel arrays, tree after tree; node numbers count over all of them. A cell up to
 * the threshold goes left. Whoever makes them has checked that every walk ends, and that all numbers are in range.
 */
export interface DoubleTrees {
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Column (or what a walker takes for one) to compare, or -1 at a leaf. */
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  /** 1 where a missing cell (NaN) goes left; all go right if absent. */
  readonly missingLeft?: Uint8Array | undefined;
  /** Absent when all splits are numeric. */
  readonly categories?: LeftCategories | undefined;
}

/**
 * The categories of node `n` that go left: bit `c & 31` of `bits[starts[n] + (c >> 5)]`, over `sizes[n]` words. A start of -1
 * where the split is numeric. Fractions are cut off; codes below 0 are in no set.
 */
export interface LeftCategories {
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  readonly bits: Uint32Array;
}

/** The leaf that a row ends in; `start` is the row's first cell in `cells`. The plain form of the walk. */
export function walkDoubleTree(trees: DoubleTrees, root: number, cells: ArrayLike<number>, start: number): number {
  const { features, thresholds, lefts, rights, missingLeft, categories } = trees;
  let node = root;
  for (let feature = features[node]; feature >= 0; feature = features[node]) {
    const value = cells[start + feature];
    let goesLeft: boolean;
    if (value !== value) goesLeft = missingLeft !== undefined && missingLeft[node] === 1;
    else if (categories !== undefined && categories.starts[node] >= 0) goesLeft = isInSet(categories, node, value);
    else goesLeft = value <= thresholds[node];
    node = goesLeft ? lefts[node] : rights[node];
  }
  return node;
}

function isInSet({ starts, sizes, bits }: LeftCategories, node: number, value: number): boolean {
  const code = Math.trunc(value);
  if (!(code >= 0 && code < 2 ** 31)) return false;
  const word = code >> 5;
  return word < sizes[node] && ((bits[starts[node] + word] >>> (code & 31)) & 1) === 1;
}
