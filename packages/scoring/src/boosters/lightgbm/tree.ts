/**
 * One tree in LightGBM's own layout: splits and leaves are numbered apart. A child ≥ 0 is a split, a child `-1 - leaf` is a
 * leaf; `root` is a child too. What `readTree` made is safe to walk.
 */
export interface Tree {
  readonly root: number;
  readonly splitFeature: Int32Array;
  /** What each split was worth in training; empty where the file does not say. */
  readonly splitGain: Float64Array;
  /** A cell up to it goes left; at a categorical split the number of its set. */
  readonly threshold: Float64Array;
  /** See `DecisionType`. */
  readonly decisionType: Uint8Array;
  readonly leftChild: Int32Array;
  readonly rightChild: Int32Array;
  readonly leafValue: Float64Array;
  /** Set `k` of categories that go left: words `starts[k] .. starts[k + 1])`, bit `c & 31` of word `c >> 5`. */
  readonly categories: { readonly starts: Int32Array; readonly bits: Uint32Array };
  /** Linear trees: what each leaf computes. */
  readonly linearLeaves?: readonly LinearLeaf[];
}

export interface LinearLeaf {
  /** What it gives instead where one of its features is missing. */
  readonly plain: number;
  readonly constant: number;
  readonly features: readonly number[];
  readonly coefficients: readonly number[];
}

/** Bits of a split's `decision_type`; two more hold the missing type. */
export const DecisionType = { categorical: 1, defaultLeft: 2 } as const;

/** Which cells take the default way, in bits 2 and 3 of `decision_type`. */
export const MissingType = { none: 0, zero: 1, nan: 2 } as const;
