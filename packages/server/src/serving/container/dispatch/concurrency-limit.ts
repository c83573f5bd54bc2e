/** Requests that a container may be given at once. */
export const maxAtOnce = 128;
const atFirst = 64;
/** Below this one more is always tried. */
const few = 8;
/** Whether a container gets more at once: no; if it has very few; or if it seems to be as fast with more. */
export type Wish = 'enough' | 'some' | 'more';

/** Answers that the rate is computed from. */
const ratedAnswers = 32;

/**
 * How many requests a container is given at once: more while others wait and it takes no longer for each. When callers
 * leave although it works, it is overloaded, and its requests age inside of it: from then on it gets what it can answer
 * within half the time that callers wait. It may still work on requests whose callers have left: these count until they
 * would be answered at its rate.
 */
export class ConcurrencyLimit {
  #limit = atFirst;
  #loweredAt = -Infinity;
  readonly #answeredAt: number[] = [];
  /** Answers a millisecond, as of the last answer. */
  #rate = 0;
  #left = 0;
  #leftAt = 0;

  get #wasLowered(): boolean {
    return this.#loweredAt > -Infinity;
  }

  get current(): number {
    return Math.floor(this.#limit);
  }

  /** How many it may have now. At least one: its answer shows that there is room again. */
  room(now: number): number {
    if (!this.#wasLowered) return this.current;
    return Math.max(1, Math.floor(this.#limit - this.#leftNow(now)));
  }

  /** A caller left its request in the container while others waited for their turn. */
  onGivenUp(now: number, givenAt: number, patienceMs: number): void {
    this.#left = this.#leftNow(now) + 1;
    this.#leftAt = now;
    // Requests given out under the previous limit say nothing about the present one.
    if (givenAt < this.#loweredAt) return;
    this.#loweredAt = now;
    this.#limit = Math.max(1, Math.min(this.#limit * 0.7, (this.#rate * patienceMs) / 2));
  }

  onAnswer(now: number, wish: Wish): void {
    this.#answeredAt.push(now);
    if (this.#answeredAt.length > ratedAnswers) this.#answeredAt.shift();
    const overMs = now - (this.#answeredAt[0] as number);
    if (overMs > 0) this.#rate = (this.#answeredAt.length - 1) / overMs;
    const isRaised = wish === 'more' || (wish === 'some' && this.#limit < few);
    if (isRaised) this.#limit = Math.min(maxAtOnce, this.#limit + 1);
  }

  #leftNow(now: number): number {
    return this.#rate === 0 ? 0 : Math.max(0, this.#left - (now - this.#leftAt) * this.#rate);
  }
}
