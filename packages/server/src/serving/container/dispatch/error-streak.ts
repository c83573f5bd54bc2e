/** Answers of 5xx in a row that are not explained by the requests, if other workers answer well meanwhile. */
const suspicious = 20;
/** Workers with this many failures in a row do not count as healthy. */
const innocent = 3;

/** Answers of 5xx in a row that one of several workers gave. */
export class ErrorStreak {
  #count = 0;
  #since = 0;
  #goodAt = -Infinity;

  add(status: number, now: number): void {
    if (status < 500) {
      this.#count = 0;
      this.#goodAt = now;
      return;
    }
    if (this.#count === 0) this.#since = now;
    this.#count++;
  }

  /** A new process: the answers of the one before do not count. */
  forget(): void {
    this.#count = 0;
  }

  /**
   * Whether the fault is this worker's: it answers only errors, and the others do not. It would be the quickest of them
   * and get more and more requests.
   */
  isOddOneOut(others: readonly ErrorStreak[]): boolean {
    if (this.#count < suspicious) return false;
    return others.some((other) => other.#goodAt > this.#since) && others.every((other) => other.#count < innocent);
  }
}
