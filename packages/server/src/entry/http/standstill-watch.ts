/** How often it is seen whether this process stands still, and by how much more it does, milliseconds. */
const lookEveryMs = 500;
const standstillMs = 1_000;

/** Sees when this process stood still: in a write to a slow disk, or on a machine that had no time for it. */
export class StandstillWatch {
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  #seen: number;
  #stoodUntil = Number.NEGATIVE_INFINITY;

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#seen = now();
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Whether it stood still at some time of the last `ms` milliseconds. */
  stoodWithin(ms: number): boolean {
    this.#look();
    return this.#now() - this.#stoodUntil < ms;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = this.#now();
    if (now - this.#seen > lookEveryMs + standstillMs) this.#stoodUntil = now;
    this.#seen = now;
  }
}
