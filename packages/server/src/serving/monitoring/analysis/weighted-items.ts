import { defined } from '@catenary/scoring/internal/values';

/** The items of a sketch in order, and how many values are at most each. */
export class WeightedItems {
  /** How many values there are. */
  readonly total: number;
  readonly items: readonly number[];
  /** How many values are at most the item at the same place; of equal items the last one has it. */
  readonly ranks: readonly number[];

  /** Of the levels of a sketch: an item of level h stands for 2^h values. */
  constructor(levels: readonly (readonly number[])[]) {
    const weighted = levels
      .flatMap((items, height) => items.map((item): [number, number] => [item, 2 ** height]))
      .sort(([one], [other]) => one - other);
    let total = 0;
    this.items = weighted.map(([item]) => item);
    this.ranks = weighted.map(([, weight]) => (total += weight));
    this.total = total;
  }

  /** How many values are at most `value`. */
  rank(value: number): number {
    return this.#before((item) => item <= value);
  }

  /** How many values are less than `value`. */
  rankBelow(value: number): number {
    return this.#before((item) => item < value);
  }

  /** How many values the items that pass stand for: they come before all that do not pass. */
  #before(passes: (item: number) => boolean): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(defined(this.items[middle]))) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : defined(this.ranks[low - 1]);
  }
}
