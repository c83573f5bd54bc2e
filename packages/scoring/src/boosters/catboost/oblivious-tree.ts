/** A condition: the cell of `column` is above `border`, both as float32. It leads right. */
export interface FloatSplit {
  readonly column: number;
  readonly border: number;
  /** Whether a missing cell counts as above. */
  readonly isMissingAbove: boolean;
}

/** A symmetric tree: bit `d` of a leaf's number is the answer of split `d`. */
export interface ObliviousTree {
  readonly splits: readonly FloatSplit[];
  /** `leaf * outputCount + output`. */
  readonly leafValues: readonly number[];
}

/** A node of any other tree. */
export type TreeNode = { readonly values: readonly number[] } | TreeSplit;

export interface TreeSplit {
  readonly split: FloatSplit;
  readonly left: TreeNode;
  readonly right: TreeNode;
}
