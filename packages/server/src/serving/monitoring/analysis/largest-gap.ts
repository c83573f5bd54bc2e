import { defined } from '@catenary/scoring/internal/values';
import type { WeightedItems } from './weighted-items.ts';

/** The largest difference of two distribution functions (Kolmogorov and Smirnov's), by one walk through the items of both. Neither is empty. */
export function largestGap(one: WeightedItems, other: WeightedItems): number {
  let largest = 0;
  let [at, beside] = [0, 0];
  while (at < one.items.length && beside < other.items.length) {
    const value = Math.min(defined(one.items[at]), defined(other.items[beside]));
    while (one.items[at] === value) at++;
    while (other.items[beside] === value) beside++;
    largest = Math.max(largest, Math.abs(shareBefore(one, at) - shareBefore(other, beside)));
  }
  return largest;
}

/** Of the values before the item at a place. */
const shareBefore = ({ ranks, total }: WeightedItems, at: number) => (at === 0 ? 0 : defined(ranks[at - 1]) / total);
