/** Callers that leave sooner than this are ignored: they must not be able to close the queue to others. */
const shortestMs = 500;
/** Requests are answered in this part of the time after which callers leave, so that few leave. */
const margin = 0.85;
/** Callers that must leave before a limit follows from it; as many are remembered. */
const enough = 10;
const remembered = 40;
/** Answers that compensate for one caller that left. */
const answersForOne = 36;
/** The weight of the last caller in the average. */
const share = 0.2;

/**
 * How long callers wait before they leave, as far as observed. An answer that comes later is useless, and while it is
 * computed the next request becomes just as old: a queue that is longer answers no caller at all.
 */
export class Patience {
  #evidence = 0;
  #leaveMs = 0;

  /** A caller left, `ageMs` after its request had come. */
  left(ageMs: number): void {
    this.#leaveMs = this.#evidence === 0 ? ageMs : this.#leaveMs * (1 - share) + ageMs * share;
    this.#evidence = Math.min(remembered, this.#evidence + 1);
  }

  answered(): void {
    this.#evidence = Math.max(0, this.#evidence - 1 / answersForOne);
  }

  /** Answers that come later than this after their request are probably useless; `Infinity` if callers wait. */
  get limitMs(): number {
    return this.#evidence < enough ? Infinity : Math.max(shortestMs, this.#leaveMs * margin);
  }

  /** When callers leave; `Infinity` if they do not. */
  get leaveMs(): number {
    return this.#evidence < enough ? Infinity : Math.max(shortestMs, this.#leaveMs);
  }
}
