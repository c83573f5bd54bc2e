import type { ContainerRequest } from '../payload.ts';
import type { Patience } from './patience.ts';

/** A request in the queue. */
export interface Waiting {
  readonly request: ContainerRequest;
  /** When it came, on the clock of `performance.now()`. */
  readonly arrivedAt: number;
  /** It is not given out before, on that clock. */
  readonly notBefore: number;
}

/** How fast requests leave the queue. */
export interface Pace {
  /** What a worker takes for one, milliseconds, on average and at least; 0 while nothing is known. */
  readonly serviceMs: number;
  readonly leastMs: number;
  /** Of this, or of what it took for the last one, what that one waited for others. */
  readonly insideMs: number;
  /** Requests that are worked on at once. */
  readonly atOnce: number;
  /** How long until a worker is ready, milliseconds. */
  readonly readyInMs: number;
}

/** Most requests that wait, and the bytes of their bodies. */
export const maxWaiting = 1024;
export const maxWaitingBytes = 64 * 1024 * 1024;

/** A queue that was not empty for this long is overload, not a burst, milliseconds. */
const standingMs = 10_000;
/**
 * Under overload the queue is kept this short, so that it ends soon after the load does: milliseconds, and requests one
 * after the other.
 */
const standingWaitMs = 8_000;
const standingWaitTurns = 10;
const excessAtOnce = 2;

/**
 * Requests that wait for a worker, in the order in which they came. Bounded in count and bytes; a request that could
 * not be answered before its deadline, or before its caller leaves, is refused. Requests without a deadline are those
 * of callers that bound themselves (transform jobs): they are always taken.
 */
export class RequestQueue<T extends Waiting> {
  readonly #patience: Patience;
  readonly #maxWaitMs: number;
  readonly #waiting = new Set<T>();
  /** Those that were given out already and came back unanswered: first in the line. */
  readonly #returned = new Set<T>();
  #bytes = 0;
  #isStandingSince = 0;

  /** `maxWaitMs`: no request with a deadline waits longer. */
  constructor(patience: Patience, maxWaitMs = Infinity) {
    this.#patience = patience;
    this.#maxWaitMs = maxWaitMs;
  }

  get size(): number {
    return this.#waiting.size + this.#returned.size;
  }

  /** Why a request is better refused now than taken; undefined if it can be taken. */
  refusal(task: T, now: number, pace: Pace): string | undefined {
    const { deadline, body } = task.request;
    if (deadline === undefined) return undefined;
    if (this.size >= maxWaiting) return `${this.size} requests wait already`;
    if (this.size > 0 && this.#bytes + body.length > maxWaitingBytes)
      return `requests of ${Math.round(this.#bytes / 1048576)} MB wait already`;
    const { serviceMs, insideMs, atOnce, readyInMs } = pace;
    // As many requests as there are free places are always taken: a worker must find its next request waiting.
    if (this.size < atOnce && readyInMs === 0 && this.#maxWaitMs === Infinity) return undefined;
    const waitMs = readyInMs + (this.size * serviceMs) / atOnce;
    const isInTime = waitMs + serviceMs <= Math.min(deadline - now, this.#longestWait(now, pace));
    // Those that are being worked on take the time of one more; and requests wait for each other inside of a container, too.
    if (isInTime && waitMs + serviceMs / atOnce + insideMs <= this.#maxWaitMs) return undefined;
    return `${this.size} requests wait already, and its turn would come in about ${describeSeconds(waitMs)}`;
  }

  /** Beyond what a deadline allows. While all workers are being started anew, only that counts. */
  #longestWait(now: number, { leastMs, readyInMs }: Pace): number {
    if (readyInMs > 0) return Infinity;
    return Math.min(this.#standingLimit(now, leastMs), this.#patienceFor(leastMs, now) * this.#patience.limitMs(now));
  }

  #standingLimit(now: number, leastMs: number): number {
    const isStanding = this.size > 0 && now - this.#isStandingSince > standingMs;
    return isStanding ? Math.max(standingWaitMs, standingWaitTurns * leastMs) : Infinity;
  }

  /**
   * After a refusal: further requests to refuse if the queue is overloaded and longer than allowed. The last ones have
   * waited least; a few each time, so that the rest of a burst is answered.
   */
  excess(now: number, { serviceMs, leastMs, atOnce }: Pace): T[] {
    const allowed = ((this.#standingLimit(now, leastMs) - serviceMs) * atOnce) / serviceMs;
    const count = Math.min(excessAtOnce, this.size - Math.ceil(allowed));
    return count > 0 ? [...this.#waiting].filter(({ request }) => request.deadline !== undefined).slice(-count) : [];
  }

  /** 1 if callers wait long enough for an answer to be possible; else the time that they wait is not used. */
  #patienceFor(leastMs: number, now: number): number {
    return leastMs * 2 < this.#patience.limitMs(now) ? 1 : Infinity;
  }

  add(task: T, now: number): void {
    if (this.size === 0) this.#isStandingSince = now;
    this.#waiting.add(task);
    this.#bytes += task.request.body.length;
  }

  /** It was given out, and not begun. */
  addFirst(task: T, now: number): void {
    if (this.size === 0) this.#isStandingSince = now;
    this.#returned.add(task);
    this.#bytes += task.request.body.length;
  }

  /** False if it does not wait here. */
  remove(task: T): boolean {
    if (!this.#waiting.delete(task) && !this.#returned.delete(task)) return false;
    this.#bytes -= task.request.body.length;
    return true;
  }

  /** The next one to be given out now. */
  first(now: number): T | undefined {
    for (const task of this.#returned) if (task.notBefore <= now) return task;
    for (const task of this.#waiting) return task;
    return undefined;
  }

  /** Whether work on it would be useless: its time is up, or its caller about to leave, before it can be answered. */
  isHopeless({ request, arrivedAt }: T, now: number, pace: Pace): boolean {
    if (request.deadline === undefined) return false;
    const { leastMs, serviceMs, readyInMs } = pace;
    if (now + readyInMs + leastMs > request.deadline || now - arrivedAt > this.#maxWaitMs) return true;
    if (readyInMs > 0) return false;
    const factor = this.#patienceFor(leastMs, now);
    const [leaveMs, limitMs] = [this.#patience.leaveMs(now), this.#patience.limitMs(now)];
    const age = now - arrivedAt;
    // A caller that has waited longer than others do will not leave soon.
    if (age >= factor * leaveMs) return false;
    // While it is not known what an answer takes, it is assumed that half of the time is needed.
    return age + (serviceMs === 0 ? limitMs / 2 : serviceMs) > factor * limitMs;
  }

  [Symbol.iterator](): Iterator<T> {
    return [...this.#returned, ...this.#waiting].values();
  }
}

const describeSeconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
