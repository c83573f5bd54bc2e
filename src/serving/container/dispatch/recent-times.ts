const kept = 32;
/** Fewer say too little: the first request of a model may take a hundred times as long as the next. */
const enough = 3;
/** How fast the least forgets, an answer. */
const forgetting = 0.0002;

/** What the last requests took. */
export class RecentTimes {
  readonly #times = new Float64Array(kept);
  #count = 0;
  #least = Infinity;

  add(ms: number): void {
    this.#times[this.#count++ % kept] = ms;
    this.#least = ms < this.#least ? ms : this.#least + (ms - this.#least) * forgetting;
  }

  /** Milliseconds on average; 0 while too little is known. */
  get mean(): number {
    if (this.#count < enough) return 0;
    const known = Math.min(this.#count, kept);
    return this.#times.subarray(0, known).reduce((sum, time) => sum + time, 0) / known;
  }

  /** What a request takes that does not wait for others, milliseconds; 0 while too little is known. */
  get least(): number {
    return this.#count < enough ? 0 : this.#least;
  }
}
