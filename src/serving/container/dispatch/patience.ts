/** Callers that leave sooner than this say nothing about a queue; and they must not be able to close it to others. */
const shortestMs = 500;
/** Requests are answered in this part of the time after which callers leave, so that few leave. */
const margin = 0.85;
/** So many callers have to leave before it is taken for a habit; and so many are remembered. */
const enough = 10;
const remembered = 40;
/** So many answers make up for one caller that left. */
const answersForOne = 36;
/** What the last caller counts for in the average. */
const share = 0.2;

/**
 * How long callers wait before they leave, as far as they have shown it. Whatever is answered later than that is work for
 * nobody, and while it is done the next request grows just as old: so a queue that is longer answers nobody at all.
 */
export class Patience {
  #evidence = 0;
  #leaveMs = 0;

  /** A caller left, so long after its request had come. */
  left(ageMs: number): void {
    this.#leaveMs = this.#evidence === 0 ? ageMs : this.#leaveMs * (1 - share) + ageMs * share;
    this.#evidence = Math.min(remembered, this.#evidence + 1);
  }

  answered(): void {
    this.#evidence = Math.max(0, this.#evidence - 1 / answersForOne);
  }

  /** Answers that come later than this after their request are likely to find nobody; `Infinity` if callers wait. */
  get limitMs(): number {
    return this.#evidence < enough ? Infinity : Math.max(shortestMs, this.#leaveMs * margin);
  }

  /** When callers leave; `Infinity` if they do not. */
  get leaveMs(): number {
    return this.#evidence < enough ? Infinity : Math.max(shortestMs, this.#leaveMs);
  }
}
