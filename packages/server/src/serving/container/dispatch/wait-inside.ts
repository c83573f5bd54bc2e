import { kept, RecentTimes } from './recent-times.ts';

/** Of the longest wait that is allowed, as much may be inside of a container: there a request cannot be refused any more. */
const insideShare = 1 / 2;
/** Differences of less than this, of what a request usually takes, say nothing. */
const noise = 1 / 4;

/** How long a container may take for a request, with its wait for others inside of it. */
export class WaitInside {
  readonly #maxWaitMs: number;
  readonly #times = new RecentTimes(kept);

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  /** After an answer, milliseconds: what a request usually takes, and some of the wait. Undefined while too little is known. */
  allowedMs(spentMs: number): number | undefined {
    this.#times.add(spentMs);
    if (!this.#times.isSteady) return undefined;
    const { usual } = this.#times;
    return usual + Math.max(this.#maxWaitMs * insideShare, usual * noise);
  }
}
