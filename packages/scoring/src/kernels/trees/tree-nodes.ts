/** One tree as a model file holds it: parallel arrays with node numbers of its own, unchecked. */
export interface TreeNodes {
  /** The output the tree adds to. */
  readonly output: number;
  /** -1 at a leaf. */
  readonly leftChild: ArrayLike<number>;
  readonly rightChild: ArrayLike<number>;
  readonly splitIndex: ArrayLike<number>;
  /** The threshold of a split, the value of a scalar leaf. */
  readonly condition: ArrayLike<number>;
  readonly defaultLeft: ArrayLike<number | boolean>;
  /** The categories that go right, by node; a node that is absent has a numeric split. */
  readonly categories?: ReadonlyMap<number, ArrayLike<number>>;
  /** Vector leaves: where the vector of leaf `node` begins in `values`. */
  readonly leafVectors?: { readonly values: ArrayLike<number>; readonly startOf: (node: number) => number };
}
