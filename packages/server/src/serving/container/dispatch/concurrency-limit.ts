import { defined } from '@catenary/scoring/internal/values';

/** Requests that a container may be given at once. */
export const maxAtOnce = 128;
/** More are given soon if they take no longer for each; if they do, as few as these have to be waited for. */
const atFirst = 16;
/** As many where waits are bounded. */
const fewAtFirst = 4;
/** Below this one more is always tried. */
const few = 8;
/** Whether a container gets more at once: no; if it has very few; or if it seems to be as fast with more. */
export type Wish = 'enough' | 'some' | 'more';

/** Answers that the rate is computed from. */
const ratedAnswers = 32;
/** Fewer do not give a rate. */
const knownAnswers = 8;
/** Pauses in which it is given too little say nothing about what it can do: the rate falls by this, an answer. */
const keptRate = 0.99;

/**
 * How many requests a container is given at once: more while others wait and it takes no longer for each. When callers
 * leave although it works, it is overloaded, and its requests age inside of it: from then on it gets what it can answer
 * within half the time that callers wait. It may still work on requests whose callers have left: these count until they
 * would be answered at its rate.
 */
export class ConcurrencyLimit {
  #limit: number;
  #loweredAt = -Infinity;
  readonly #answeredAt: number[] = [];
  /** Answers a millisecond, as of the last answer. */
  #rate = 0;
  #left = 0;
  #leftAt = 0;

  /** `isBounded`: waits are bounded. What waits inside of a container cannot be refused any more: it begins with few, and gets more slowly. */
  constructor(isBounded = false) {
    this.#limit = isBounded ? fewAtFirst : atFirst;
    if (isBounded) this.#loweredAt = 0;
  }

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
    this.#limit = Math.max(1, Math.min(this.#limit, this.#answerable(now, patienceMs / 2)));
  }

  /** An answer took longer than this: more than it can answer in that time at its rate only wait inside of it. */
  onExcess(now: number, allowedMs: number): void {
    if (this.#answeredAt.length < knownAnswers) return;
    this.#loweredAt = now;
    this.#limit = Math.min(this.#limit, Math.max(1, Math.ceil(this.#rate * allowedMs)));
  }

  onAnswer(now: number, wish: Wish): void {
    this.#answeredAt.push(now);
    if (this.#answeredAt.length > ratedAnswers) this.#answeredAt.shift();
    const overMs = now - (this.#answeredAt[0] as number);
    const isFew = this.#answeredAt.length < ratedAnswers;
    if (overMs > 0) this.#rate = Math.max(isFew ? 0 : this.#rate * keptRate, (this.#answeredAt.length - 1) / overMs);
    const isRaised = wish === 'more' || (wish === 'some' && this.#limit < few);
    // The answers to as many requests as it has now show whether it can have one more.
    const step = this.#wasLowered ? 1 / this.#limit : 1;
    if (isRaised) this.#limit = Math.min(maxAtOnce, this.#limit + step);
  }

  /** How many it can answer within this time; while little is known, fewer than now. */
  #answerable(now: number, ms: number): number {
    if (this.#answeredAt.length < knownAnswers) return this.#limit * 0.7;
    const silentMs = now - defined(this.#answeredAt.at(-1));
    return Math.min(this.#rate, ratedAnswers / silentMs) * ms;
  }

  #leftNow(now: number): number {
    return Math.max(0, this.#left - (now - this.#leftAt) * this.#rate);
  }
}
