/** A source of random choices that a seed says all of: what a request of the fuzz was can be made again. */
export class Random {
  /** How often a value is taken that makes no sense: drawn for each request, so that some get far and some are refused at once. */
  readonly wildness: number;
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    this.wildness = this.pick([0.002, 0.02, 0.15]);
  }

  /** A number from 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  times<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  /** One of several, each as often as its share of them all says. */
  share<Item extends { readonly share: number }>(items: readonly Item[]): Item {
    let at = this.below(items.reduce((sum, { share }) => sum + share, 0));
    for (const item of items) {
      if (at < item.share) return item;
      at -= item.share;
    }
    return this.pick(items);
  }
}
