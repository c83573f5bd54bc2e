import { defined } from '../util/defined.ts';

/** A label by its number, with the logarithm of its probability. */
export interface ScoredLabel {
  readonly score: number;
  readonly label: number;
}

/**
 * The labels of the highest scores. Of labels with one score it keeps those, and in that order, that the heap of C++'s standard library
 * keeps in fastText, where probabilities from its table of the sigmoid are often equal.
 * Source: fastText's `src/loss.cc` (`findKBest`) with `push_heap`, `pop_heap` and `sort_heap` of libstdc++'s `bits/stl_heap.h`.
 */
export class BestLabels {
  readonly #most: number;
  readonly #heap: ScoredLabel[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether a label of this score would find no place. */
  isBelow(score: number): boolean {
    return this.#heap.length === this.#most && score < (this.#heap[0]?.score ?? Infinity);
  }

  add(entry: ScoredLabel): void {
    const heap = this.#heap;
    heap.push(entry);
    rise(heap, heap.length - 1, entry);
    if (heap.length <= this.#most) return;
    popTo(heap, heap.length);
    heap.pop();
  }

  /** From the highest to the lowest. The collection is used up. */
  sorted(): readonly ScoredLabel[] {
    for (let length = this.#heap.length; length > 1; length--) popTo(this.#heap, length);
    return this.#heap;
  }
}

/** The heap's top is the lowest score. */
const isHigher = (a: ScoredLabel, b: ScoredLabel) => a.score > b.score;

/** `__push_heap`. */
function rise(heap: ScoredLabel[], hole: number, entry: ScoredLabel): void {
  let at = hole;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = defined(heap[parent]);
    if (!isHigher(above, entry)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

/** `__pop_heap` of the first `length` entries: the top goes to their end, and what was there finds its place (`__adjust_heap`). */
function popTo(heap: ScoredLabel[], length: number): void {
  const last = length - 1;
  const entry = defined(heap[last]);
  heap[last] = defined(heap[0]);
  let hole = 0;
  let child = 0;
  while (child < (last - 1) >> 1) {
    child = 2 * child + 2;
    if (isHigher(defined(heap[child]), defined(heap[child - 1]))) child--;
    heap[hole] = defined(heap[child]);
    hole = child;
  }
  if (last % 2 === 0 && child === (last - 2) >> 1) {
    child = 2 * child + 1;
    heap[hole] = defined(heap[child]);
    hole = child;
  }
  rise(heap, hole, entry);
}
