import { defined } from '@catenary/scoring/internal/values';
import { bucketOf, bucketsInOctave } from './bucket.ts';
import type { Statistics } from './statistics.ts';

/** Times from 1/16 µs to an hour; shorter and longer ones are counted with those at the end. */
const firstBucket = bucketOf(2 ** -4);
const bucketCount = 36 * bucketsInOctave;

/**
 * Times of one kind, microseconds. To count one costs a few additions. They are read in two independent ways: all since the start,
 * and those since they were last taken.
 */
export class Distribution {
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = Number.NEGATIVE_INFINITY;
  /** Allocated with the first value: of many endpoints most are idle. */
  #buckets: Uint32Array | undefined;
  /** As it was when values were last taken. */
  #taken: { readonly count: number; readonly sum: number; readonly buckets: Uint32Array } | undefined;
  #minSince = Infinity;
  #maxSince = Number.NEGATIVE_INFINITY;

  record(micros: number): void {
    this.#count++;
    this.#sum += micros;
    if (micros < this.#minSince) this.#minSince = micros;
    if (micros > this.#maxSince) this.#maxSince = micros;
    this.#buckets ??= new Uint32Array(bucketCount);
    const at = Math.min(bucketCount - 1, Math.max(0, bucketOf(micros) - firstBucket));
    this.#buckets[at] = defined(this.#buckets[at]) + 1;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Of all values. */
  get all(): Statistics {
    return {
      count: this.#count,
      sum: this.#sum,
      min: Math.min(this.#min, this.#minSince),
      max: Math.max(this.#max, this.#maxSince),
      buckets: sparse(this.#buckets, undefined),
    };
  }

  /** Of the values since this was last asked; undefined if there were none. */
  take(): Statistics | undefined {
    const before = this.#taken;
    const count = this.#count - (before?.count ?? 0);
    if (count === 0 || this.#buckets === undefined) return undefined;
    const taken = {
      count,
      sum: toNanos(this.#sum - (before?.sum ?? 0)),
      min: toNanos(this.#minSince),
      max: toNanos(this.#maxSince),
      buckets: sparse(this.#buckets, before?.buckets),
    };
    this.#min = Math.min(this.#min, this.#minSince);
    this.#max = Math.max(this.#max, this.#maxSince);
    this.#minSince = Infinity;
    this.#maxSince = Number.NEGATIVE_INFINITY;
    this.#taken = { count: this.#count, sum: this.#sum, buckets: this.#buckets.slice() };
    return taken;
  }

  /** How many of all values are below each of some powers of two, the smallest first, microseconds. */
  countsBelow(bounds: readonly number[]): number[] {
    let count = 0;
    let at = 0;
    return bounds.map((bound) => {
      const end = Math.min(bucketCount, bucketOf(bound) - firstBucket);
      for (; at < end; at++) count += this.#buckets?.[at] ?? 0;
      return count;
    });
  }
}

/** Digits behind a nanosecond are noise. */
const toNanos = (micros: number) => Number(micros.toFixed(3));

function sparse(buckets: Uint32Array | undefined, before: Uint32Array | undefined): ReadonlyMap<number, number> {
  const filled = new Map<number, number>();
  buckets?.forEach((count, at) => {
    const since = count - (before?.[at] ?? 0);
    if (since > 0) filled.set(at + firstBucket, since);
  });
  return filled;
}
