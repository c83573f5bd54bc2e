import { defined } from '@catenary/scoring/internal/values';

/** How many items the levels hold: each level has `c` times the size of the one below, the lowest has `k`. As in statistics.json. */
export const kllParameters = { c: 0.64, k: 2048 };

interface Level {
  items: number[];
  /** How often it was compacted, and which half goes up. */
  compactions: number;
  offset: 0 | 1;
}

/**
 * A sketch of a distribution in bounded memory (Karnin, Lang and Liberty, "Optimal Quantile Approximation in Streams", 2016), as Deequ
 * makes it: without chance, so that equal values in equal order give equal sketches. Up to 2,050 values it is the values themselves.
 */
export class KllSketch {
  readonly #levels: Level[] = [];
  #size = 0;
  #room = 0;

  constructor() {
    this.#addLevel();
  }

  add(value: number): void {
    defined(this.#levels[0]).items.push(value);
    this.#size++;
    if (this.#size > this.#room) this.#compact();
  }

  /** The items of each level; one of level h stands for 2^h values. */
  get levels(): number[][] {
    return this.#levels.map(({ items }) => items);
  }

  #addLevel(): void {
    this.#levels.push({ items: [], compactions: 0, offset: 0 });
    this.#room = this.#levels.reduce((sum, _, height) => sum + capacityOf(height), 0);
  }

  /** Halves the lowest level that is full. */
  #compact(): void {
    const height = this.#levels.findIndex(({ items }, at) => items.length >= capacityOf(at));
    if (height < 0) return;
    if (height + 1 === this.#levels.length) this.#addLevel();
    const up = halve(defined(this.#levels[height]));
    defined(this.#levels[height + 1]).items.push(...up);
    this.#size = this.#levels.reduce((sum, { items }) => sum + items.length, 0);
  }
}

function capacityOf(height: number): number {
  const { c, k } = kllParameters;
  return 2 * (Math.ceil((k * c ** height) / 2) + 1);
}

/** Every second item in order, which stand for all of them; the last that came stays if their number is odd. */
function halve(level: Level): number[] {
  const even = level.items.length - (level.items.length % 2);
  const rest = level.items.splice(even);
  if (level.compactions % 2 === 1) level.offset = level.offset === 0 ? 1 : 0;
  level.compactions++;
  // Sorted as numbers by the engine itself: a function that compares two takes twice the time.
  const sorted = Float64Array.from(level.items).sort();
  const half: number[] = [];
  for (let at: number = level.offset; at < sorted.length; at += 2) half.push(defined(sorted[at]));
  level.items = rest;
  return half;
}
