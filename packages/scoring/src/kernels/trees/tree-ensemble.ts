/**
 * All trees of a model as parallel arrays, one entry a node (Treelite's layout and words). Immutable.
 *
 * Tree `t` owns the nodes `treeStarts[t] .. treeStarts[t + 1])`; its root is the first of them. Children are global node
 * numbers, so `node - treeStarts[t]` is the number that the library that wrote the tree gave the node.
 * What `buildEnsemble` made is safe to walk: every path from a root ends in a leaf, and every index is in range.
 */
export interface TreeEnsemble {
  /** Width of a row. */
  readonly featureCount: number;
  /** How many sums a row has: classes, targets, quantiles; 1 for plain regression. */
  readonly outputCount: number;
  readonly treeCount: number;
  readonly treeStarts: Int32Array;
  /** The output that tree `t` adds to; without meaning where leaves are vectors. */
  readonly treeOutputs: Int32Array;
  /** Steps from the root to the deepest leaf of tree `t`; 0 for a single leaf. */
  readonly treeDepths: Int32Array;
  /** -1 at a leaf. */
  readonly leftChild: Int32Array;
  readonly rightChild: Int32Array;
  readonly splitIndex: Int32Array;
  /** A cell below it goes left. */
  readonly threshold: Float32Array;
  /** 1 where a missing cell goes left. */
  readonly defaultLeft: Uint8Array;
  /** Scalar leaves; empty when leaves are vectors. */
  readonly leafValue: Float32Array;
  /** Leaves that add to all outputs at once. */
  readonly leafVectors?: LeafVectors;
  /** Absent when all splits are numeric. */
  readonly categories?: CategorySplits;
}

/** `values[starts[node] ..][outputCount]`; a start of -1 where the node is no leaf. */
export interface LeafVectors {
  readonly starts: Int32Array;
  readonly values: Float32Array;
}

/**
 * The categories of node `n` that go right: bit `c & 31` of `bits[starts[n] + (c >> 5)]`, over `sizes[n]` words.
 * A start of -1 where the split is numeric.
 */
export interface CategorySplits {
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  readonly bits: Uint32Array;
}
