import { defined } from '../util/defined.ts';
import type { Metric, Neighbors } from './vector-index.ts';

interface Candidate {
  readonly distance: number;
  readonly id: number;
}

/** The `k` nearest of what is offered: least distances, or largest products; of equals the lower id. */
export class Nearest {
  readonly #k: number;
  readonly #sign: number;
  /** Nearest first; one that comes late moves few of them. */
  readonly #found: Candidate[] = [];

  constructor(metric: Metric, k: number) {
    this.#k = k;
    this.#sign = metric === 'L2' ? 1 : -1;
  }

  offer(distance: number, id: number): void {
    const found = this.#found;
    const candidate = { distance, id };
    const isFull = found.length === this.#k;
    if (Number.isNaN(distance) || (isFull && !this.#isNearer(candidate, defined(found.at(-1))))) return;
    if (isFull) found.pop();
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isNearer(candidate, defined(found[middle]))) high = middle;
      else low = middle + 1;
    }
    found.splice(low, 0, candidate);
  }

  neighbors(): Neighbors {
    return { ids: this.#found.map(({ id }) => id), distances: this.#found.map(({ distance }) => distance) };
  }

  #isNearer(a: Candidate, b: Candidate): boolean {
    const difference = this.#sign * (a.distance - b.distance);
    return difference < 0 || (difference === 0 && a.id < b.id);
  }
}
