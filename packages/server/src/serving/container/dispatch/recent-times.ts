import { defined } from '@catenary/scoring/internal/values';

const kept = 32;
/** Fewer are not enough: the first request of a model may take a hundred times as long as the next. */
const enough = 3;
/** How fast the least forgets, an answer. */
const forgetting = 0.0002;

/** Times of the last requests. */
export class RecentTimes {
  readonly #times = new Float64Array(kept);
  #count = 0;
  #sum = 0;
  #least = Infinity;

  add(ms: number): void {
    const at = this.#count++ % kept;
    this.#sum += ms - defined(this.#times[at]);
    this.#times[at] = ms;
    this.#least = ms < this.#least ? ms : this.#least + (ms - this.#least) * forgetting;
  }

  /** Milliseconds on average; 0 while too little is known. */
  get mean(): number {
    return this.#count < enough ? 0 : Math.max(0, this.#sum) / Math.min(this.#count, kept);
  }

  /** What a request takes that does not wait for others, milliseconds; 0 while too little is known. */
  get least(): number {
    return this.#count < enough ? 0 : this.#least;
  }
}
