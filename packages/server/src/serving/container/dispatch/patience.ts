/** Callers that leave sooner than this are ignored: they must not be able to close the queue to others. */
const shortestMs = 500;
/** Requests are answered in this part of the time after which callers leave, so that few leave. */
const margin = 0.85;
/** Callers that must leave before a limit follows from it; as many are remembered. */
const enough = 10;
const remembered = 40;
/** Answers to callers that had waited as long as others before they left, which compensate for one of those. */
const answersForOne = 36;
/** A caller that waited for this part of the time could still have left. */
const nearly = 0.95;
/** One that waited for this many times as long is of those that wait: it compensates for a whole one of those that leave. */
const clearly = 1.25;
/** After this time about a third of what was observed counts, milliseconds: other callers come. */
const memoryMs = 120_000;
/** The weight of the last caller in the average. */
const share = 0.2;

/**
 * How long callers wait before they leave, as far as observed. An answer that comes later is useless, and while it is
 * computed the next request becomes just as old: a queue that is longer answers no caller at all. A few that leave early
 * among many that wait decide nothing: requests of the others must not be refused for them.
 */
export class Patience {
  #evidence = 0;
  #evidenceAt = 0;
  #leaveMs = 0;

  /** A caller left, `ageMs` after its request had come. */
  left(ageMs: number, now: number): void {
    const before = this.#evidenceNow(now);
    this.#leaveMs = before === 0 ? ageMs : this.#leaveMs * (1 - share) + ageMs * share;
    this.#note(Math.min(remembered, before + 1), now);
  }

  /** A caller was answered, `ageMs` after its request had come. Only one that waited long shows how long callers wait. */
  answered(ageMs: number, now: number): void {
    if (this.#evidence === 0 || ageMs < nearly * this.#leaveMs) return;
    const compensated = ageMs < clearly * this.#leaveMs ? 1 / answersForOne : 1;
    this.#note(Math.max(0, this.#evidenceNow(now) - compensated), now);
  }

  /** Answers that come later than this after their request are probably useless; `Infinity` if callers wait. */
  limitMs(now: number): number {
    return this.#evidenceNow(now) < enough ? Infinity : Math.max(shortestMs, this.#leaveMs * margin);
  }

  /** When callers leave; `Infinity` if they do not. */
  leaveMs(now: number): number {
    return this.#evidenceNow(now) < enough ? Infinity : Math.max(shortestMs, this.#leaveMs);
  }

  #note(evidence: number, now: number): void {
    this.#evidence = evidence;
    this.#evidenceAt = now;
  }

  #evidenceNow(now: number): number {
    return this.#evidence * Math.exp((this.#evidenceAt - now) / memoryMs);
  }
}
