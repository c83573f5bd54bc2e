/** How slow a client may be. */
export interface PaceLimits {
  /** Time before anything is expected of it, seconds. */
  readonly graceSeconds: number;
  /** From then on so much on average, bytes a second. */
  readonly minBytesPerSecond: number;
}

/**
 * Whether somebody is too slow, judged at regular looks. Time is counted in looks: a process that was stopped for a while,
 * or is busy, takes few of them and blames nobody for it.
 */
export class Pace {
  readonly #limits: PaceLimits;
  #of: object | undefined;
  #start = 0;
  #seconds = 0;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** `bytes` so far of a transfer, `of` which this is one more look after `seconds`. */
  isTooSlow(of: object, bytes: number, seconds: number): boolean {
    if (this.#of !== of) {
      this.#of = of;
      this.#start = bytes;
      this.#seconds = 0;
      return false;
    }
    this.#seconds += seconds;
    const { graceSeconds, minBytesPerSecond } = this.#limits;
    return bytes - this.#start < (this.#seconds - graceSeconds) * minBytesPerSecond;
  }
}
