import { bucketMiddle, bucketOf } from './bucket.ts';

/** What is kept of the values of one time, instead of the values: enough for every statistic of CloudWatch. */
export interface Statistics {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** How many values each bucket has (`bucket.ts`); undefined where only sums were given, which have no percentiles. */
  readonly buckets: ReadonlyMap<number, number> | undefined;
}

/** Of one value, `count` times. */
export function statisticsOf(value: number, count = 1): Statistics {
  const buckets = value < 0 ? undefined : new Map([[bucketOf(value), count]]);
  return { count, sum: value * count, min: value, max: value, buckets };
}

/** Of `count` values of which some are 1 and the others 0: the average is a rate. */
export function rateOf(ones: number, count: number): Statistics {
  const counts = [[bucketOf(0), count - ones] as const, [bucketOf(1), ones] as const];
  const buckets = new Map(counts.filter(([, inIt]) => inIt > 0));
  return { count, sum: ones, min: ones === count ? 1 : 0, max: ones > 0 ? 1 : 0, buckets };
}

/** Adds values to those that a key has. */
export function addAt(sums: Map<number, Statistics>, key: number, values: Statistics): void {
  const before = sums.get(key);
  sums.set(key, before === undefined ? values : addStatistics(before, values));
}

/** Of the values of both. */
export function addStatistics(one: Statistics, other: Statistics): Statistics {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    buckets: addBuckets(one.buckets, other.buckets),
  };
}

function addBuckets(one: Statistics['buckets'], other: Statistics['buckets']): Statistics['buckets'] {
  if (one === undefined || other === undefined) return undefined;
  const sums = new Map(one);
  for (const [bucket, count] of other) sums.set(bucket, (sums.get(bucket) ?? 0) + count);
  return sums;
}

/**
 * The value that `percent` of the values do not exceed, right to 1.6 %; undefined where there are no buckets, except for values
 * that are all the same.
 */
export function percentileOf({ count, min, max, buckets }: Statistics, percent: number): number | undefined {
  if (min === max) return min;
  if (buckets === undefined) return undefined;
  const rank = Math.max(1, Math.ceil((percent / 100) * count));
  if (rank >= count) return max;
  let seen = 0;
  for (const [bucket, inIt] of [...buckets].toSorted(([a], [b]) => a - b)) {
    seen += inIt;
    if (seen >= rank) return Math.min(max, Math.max(min, bucketMiddle(bucket)));
  }
  return max;
}
