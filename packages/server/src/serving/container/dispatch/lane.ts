import { Average } from './average.ts';
import { ConcurrencyLimit, type Wish } from './concurrency-limit.ts';
import { ErrorStreak } from './error-streak.ts';
import type { Task } from './task.ts';
import { WaitInside } from './wait-inside.ts';
import type { Worker } from './worker.ts';

/** Workers this quick get a second request while they work on one. */
const quickMs = 5;
/** And as many, within what they may have, as take this long together. */
const readyMs = 1;

/** A request that was given up by its caller. */
export interface GivenUp {
  readonly givenAt: number;
  /** How long callers wait, as far as known. */
  readonly patienceMs: number;
}

/** A worker and its unanswered requests, oldest first. */
export abstract class Lane<W extends Worker = Worker> {
  readonly worker: W;
  readonly given: Task[] = [];
  readonly errors = new ErrorStreak();

  constructor(worker: W) {
    this.worker = worker;
  }

  get hasRoom(): boolean {
    return this.worker.isReady && this.given.length < this.room;
  }

  /** Requests that it works on at once. */
  abstract readonly atOnce: number;
  /** Requests that it may have been given at once. */
  protected abstract readonly room: number;
  /** It answered, after `spentMs`. `workMs`: what it says that it worked on it. */
  abstract onAnswer(spentMs: number, wish: Wish, workMs?: number): void;
  /** A caller left its request here while others wait for their turn. */
  abstract onGivenUp(request: GivenUp): void;
}

/**
 * For a worker that runs one request at a time. A quick one has the next request ready, so that it need not be woken
 * for it: waking a process costs more than many predictions.
 */
export class SequentialLane<W extends Worker = Worker> extends Lane<W> {
  readonly atOnce = 1;
  readonly #serviceMs = new Average();
  readonly #mostReady: number;
  #answeredAt = -Infinity;

  /** `mostReady`: how many requests the quickest worker may have. */
  constructor(worker: W, mostReady: number) {
    super(worker);
    this.#mostReady = mostReady;
  }

  protected get room(): number {
    const spentMs = this.#serviceMs.value ?? Infinity;
    if (spentMs >= quickMs) return 1;
    return Math.max(2, Math.min(this.#mostReady, Math.floor(readyMs / spentMs)));
  }

  /**
   * A request that lay ready was begun when the one before it was answered. What the worker says is better: there is no wake-up of an
   * idle process in it.
   */
  onAnswer(spentMs: number, _wish: Wish, workMs = Infinity): void {
    const now = performance.now();
    this.#serviceMs.add(Math.min(spentMs, workMs, now - this.#answeredAt));
    this.#answeredAt = now;
  }

  onGivenUp(): void {
    // It continues, and counts as busy until it has answered.
  }
}

/** For a container that runs any number of requests at once, as many as it proves able to answer. */
export class ConcurrentLane<W extends Worker = Worker> extends Lane<W> {
  #limit: ConcurrencyLimit;
  readonly #inside: WaitInside | undefined;
  #pid: number | undefined;

  /** `maxWaitMs`: see `maxWaitMs()`. */
  constructor(worker: W, maxWaitMs?: number) {
    super(worker);
    this.#inside = maxWaitMs === undefined ? undefined : new WaitInside(maxWaitMs);
    this.#limit = this.#newLimit();
  }

  get atOnce(): number {
    return this.#limit.current;
  }

  protected get room(): number {
    const { pid } = this.worker;
    // A new process has none of the work of the one before.
    if (pid !== this.#pid) this.#limit = this.#newLimit();
    this.#pid = pid;
    return this.#limit.room(performance.now());
  }

  onAnswer(spentMs: number, wish: Wish): void {
    const now = performance.now();
    if (this.#inside === undefined) return this.#limit.onAnswer(now, wish);
    const allowedMs = this.#inside.allowedMs(spentMs) ?? 0;
    this.#limit.onAnswer(now, spentMs > allowedMs ? 'enough' : wish);
    if (allowedMs > 0 && spentMs > allowedMs) this.#limit.onExcess(now, allowedMs);
  }

  #newLimit(): ConcurrencyLimit {
    return new ConcurrencyLimit(this.#inside !== undefined);
  }

  onGivenUp({ givenAt, patienceMs }: GivenUp): void {
    this.#limit.onGivenUp(performance.now(), givenAt, patienceMs);
  }
}
