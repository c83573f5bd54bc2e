/** One node of a tree of clusters (bisecting k-means); a tree is the list of them in pre-order, and `index` is the cluster of a leaf. */
export interface ClusterRecord {
  readonly index: number;
  readonly norm: number;
  readonly values: Float64Array;
  readonly childCount: number;
}
