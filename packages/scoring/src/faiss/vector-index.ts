/** The neighbours of a row, nearest first; fewer than were asked for where there are no more. */
export interface Neighbors {
  /** Their numbers in the index, or those that an IDMap gives them. */
  readonly ids: readonly number[];
  /** Squared Euclidean distances, or inner products: float32. */
  readonly distances: readonly number[];
}

/** Vectors to search in. */
export interface VectorIndex {
  /** Such as `flat`, `IVF flat`, `IVF PQ`, for people. */
  readonly kind: string;
  readonly metric: Metric;
  readonly dimension: number;
  readonly count: number;
  /** `row` has `dimension` numbers. */
  search(row: Float64Array, k: number): Neighbors;
}

export type Metric = 'L2' | 'inner product';

/** How near a row is to vector `place` of `vectors`: the squared distance, or the product; float32 of a sum in double. */
export type Measure = (row: Float64Array, vectors: Float32Array, place: number) => number;

export const measures: Readonly<Record<Metric, Measure>> = {
  L2(row, vectors, place) {
    const from = place * row.length;
    let sum = 0;
    for (let at = 0; at < row.length; at++) sum += ((row[at] ?? 0) - (vectors[from + at] ?? 0)) ** 2;
    return Math.fround(sum);
  },
  'inner product'(row, vectors, place) {
    const from = place * row.length;
    let sum = 0;
    for (let at = 0; at < row.length; at++) sum += (row[at] ?? 0) * (vectors[from + at] ?? 0);
    return Math.fround(sum);
  },
};
