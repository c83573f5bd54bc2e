import { defined } from '@catenary/scoring/internal/values';

/** As many are remembered. */
export const kept = 32;
/** Fewer are not enough: the first request of a model may take a hundred times as long as the next. */
const enough = 3;
/** As many have an average that can be compared. */
const defaultSteady = 8;
/** How fast the least forgets, an answer. */
const forgetting = 0.00005;

/** Times of the last requests. */
export class RecentTimes {
  readonly #steady: number;
  readonly #times = new Float64Array(kept);
  #count = 0;
  #sum = 0;
  #least = Infinity;
  #usual = Infinity;

  /** `usual` is the least of averages over this many at least: fewer make it lower than it is where times differ. */
  constructor(steady = defaultSteady) {
    this.#steady = steady;
  }

  /** Whether it has seen enough for `usual`. */
  get isSteady(): boolean {
    return this.#count >= this.#steady;
  }

  add(ms: number): void {
    const at = this.#count++ % kept;
    this.#sum += ms - defined(this.#times[at]);
    this.#times[at] = ms;
    if (this.isSteady) this.#usual = lower(this.#usual, this.mean);
    this.#least = lower(this.#least, ms);
  }

  /** Milliseconds on average; 0 while too little is known. */
  get mean(): number {
    return this.#count < enough ? 0 : Math.max(0, this.#sum) / Math.min(this.#count, kept);
  }

  /** What one takes on average that does not wait for others: the least average of them, milliseconds. */
  get usual(): number {
    return this.#usual < Infinity ? this.#usual : this.mean;
  }

  /** What requests wait for each other inside of a container, milliseconds: on average, or the last one. */
  get insideMs(): number {
    const last = this.#times[(this.#count + kept - 1) % kept] ?? 0;
    return this.#count < enough ? 0 : Math.max(0, this.mean - this.usual, last - this.usual);
  }

  /** What a request takes that does not wait for others, milliseconds; 0 while too little is known. */
  get least(): number {
    return this.#count < enough ? 0 : this.#least;
  }
}

const lower = (least: number, ms: number) => (ms < least ? ms : least + (ms - least) * forgetting);
