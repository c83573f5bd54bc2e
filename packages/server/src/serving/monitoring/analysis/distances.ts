import { largestGap } from './largest-gap.ts';
import type { WeightedItems } from './weighted-items.ts';

/** `Simple`: the distance as it is; `Robust`: the distance less what chance alone may make of it, which is much where there are few values. */
export type ComparisonMethod = 'Robust' | 'Simple';

/** How many values of each kind there are. */
export type Shares = ReadonlyMap<string, number>;

/** The largest difference between the two distribution functions (Kolmogorov and Smirnov's). Undefined if either has no values. */
export function numericalDistance(
  one: WeightedItems,
  other: WeightedItems,
  method: ComparisonMethod,
): number | undefined {
  if (one.total === 0 || other.total === 0) return undefined;
  const largest = largestGap(one, other);
  return method === 'Simple' ? largest : withoutNoise(largest, one.total, other.total);
}

/** The largest difference between the shares of a value. */
export function categoricalDistance(one: Shares, other: Shares, method: ComparisonMethod): number | undefined {
  const n = totalOf(one);
  const m = totalOf(other);
  if (n === 0 || m === 0) return undefined;
  let largest = 0;
  for (const value of new Set([...one.keys(), ...other.keys()]))
    largest = Math.max(largest, Math.abs((one.get(value) ?? 0) / n - (other.get(value) ?? 0) / m));
  return method === 'Simple' ? largest : withoutNoise(largest, n, m);
}

const totalOf = (shares: Shares) => [...shares.values()].reduce((sum, count) => sum + count, 0);

/** The distance that chance alone may make between `n` and `m` values: Deequ subtracts it. */
export const noiseFloor = (n: number, m: number): number => 1.8 * Math.sqrt((n + m) / (n * m));

const withoutNoise = (distance: number, n: number, m: number) => Math.max(0, distance - noiseFloor(n, m));
