export interface HealthWatchOptions {
  /**
   * The status of `GET /ping` on a connection of its own; 0 if it is not answered. Never rejects, and takes two seconds
   * at most.
   */
  readonly ping: () => Promise<number>;
  /** Whether the process was stopped by a signal. Never rejects. */
  readonly isStopped: () => Promise<boolean>;
  /** Requests that it works on now. */
  readonly inFlight: () => number;
  /** Whether it runs one request at a time: then it cannot answer a ping while it works. */
  readonly isSequential: boolean;
  /** The process is to be replaced, and why. Called once. */
  readonly onSick: (why: string) => void;
}

/** How often a silent process is checked, milliseconds. */
export const watchIntervalMs = 1_000;
/**
 * Unanswered pings in a row that end a process without other signs of life: within five seconds, since each takes two
 * at most.
 */
const pingsAllowed = 2;
/** Unanswered requests in a row after which a busy process is judged by its pings like an idle one. */
const enoughEvidence = 3;
/** With fewer, it has more time: it may still work on them. */
const pingsAllowedToBusy = 6;
/** A ping ends after two seconds: if it took longer, this process was blocked, and the answer may be unread. */
const heldUpMs = 2_500;
/** Checks in a row that find it stopped: once may be a debugger that attaches. */
const stopsAllowed = 2;

/**
 * Distinguishes a process that hangs from one that works for a long time. An idle one must answer its pings. A busy one
 * is pinged too once it has not answered anything for a second; but pings decide only if requests failed as well: some
 * were not answered in time, their callers left, or no process listened. An answered request is proof of life.
 */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #heardAt = performance.now();
  #tickedAt = performance.now();
  /** Requests that were given up since the last answer. */
  #evidence = 0;
  #failedPings = 0;
  /** Pings in a row that an idle process answered with another status than 200. */
  #refusedPings = 0;
  #stops = 0;
  /** Pings that were sent before the last answer do not count. */
  #epoch = 0;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), watchIntervalMs);
    this.#timer.unref();
  }

  /** It has answered something. */
  onAnswer(): void {
    this.#heardAt = performance.now();
    this.#epoch++;
    this.#evidence = 0;
    this.#failedPings = 0;
    this.#stops = 0;
  }

  /** A request was not answered in time, or its caller left before it was; or no process was there to take it. */
  onGivenUp(): void {
    this.#evidence++;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    const isLate = now - this.#tickedAt > 2 * watchIntervalMs;
    this.#tickedAt = now;
    // This process itself was blocked: answers may have come that it has not read yet.
    if (isLate) this.#forgetPings();
    else if (this.#options.inFlight() > 0 && now - this.#heardAt < watchIntervalMs / 2) return;
    else this.#look();
  }

  #forgetPings(): void {
    this.#epoch++;
    this.#failedPings = 0;
  }

  #look(): void {
    const isBusy = this.#options.inFlight() > 0;
    if (isBusy || this.#evidence > 0) void this.#checkState();
    if (!isBusy || !this.#options.isSequential) void this.#ping();
  }

  async #ping(): Promise<void> {
    const epoch = this.#epoch;
    const sentAt = performance.now();
    const status = await this.#options.ping();
    if (status > 0) {
      this.#onStatus(status);
      return;
    }
    if (epoch !== this.#epoch || performance.now() - sentAt > heldUpMs) return;
    this.#failedPings++;
    if (this.#failedPings >= this.#allowedPings()) this.#giveUp('/ping is no longer answered');
  }

  /**
   * With another status than 200 a busy process may report that it is busy; an idle one reports that it is unhealthy.
   */
  #onStatus(status: number): void {
    this.onAnswer();
    this.#refusedPings = status === 200 || this.#options.inFlight() > 0 ? 0 : this.#refusedPings + 1;
    if (this.#refusedPings >= pingsAllowed) this.#giveUp(`/ping answers ${status}`);
  }

  #allowedPings(): number {
    if (this.#evidence >= enoughEvidence) return pingsAllowed;
    if (this.#evidence > 0) return pingsAllowedToBusy;
    return this.#options.inFlight() > 0 ? Infinity : pingsAllowed;
  }

  async #checkState(): Promise<void> {
    const epoch = this.#epoch;
    const isStopped = await this.#options.isStopped();
    if (epoch !== this.#epoch) return;
    this.#stops = isStopped ? this.#stops + 1 : 0;
    if (this.#stops >= stopsAllowed) this.#giveUp('the process has been stopped by a signal');
  }

  #giveUp(why: string): void {
    this.end();
    this.#forgetPings();
    this.#options.onSick(why);
  }
}
