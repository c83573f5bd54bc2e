const windowMs = 60_000;
const freeRestarts = 3;

/** How long to wait before a process is started again: not at all for three times in a minute, then twice as long each time. */
export class RestartDelay {
  readonly #longestMs: number;
  #times: number[] = [];

  constructor(longestMs = 30_000) {
    this.#longestMs = longestMs;
  }

  /** Milliseconds to wait before the restart that is due at `now`. */
  next(now: number): number {
    this.#times = this.#times.filter((time) => now - time < windowMs);
    this.#times.push(now);
    const excess = this.#times.length - freeRestarts;
    return excess <= 0 ? 0 : Math.min(this.#longestMs, 1000 * 2 ** (excess - 1));
  }
}
