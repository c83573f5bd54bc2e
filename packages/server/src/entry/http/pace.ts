/** How slow a client may be. */
export interface PaceLimits {
  /** Time before anything is expected of it, seconds. */
  readonly graceSeconds: number;
  /** From then on the least average, bytes a second. */
  readonly minBytesPerSecond: number;
}

/**
 * Decides in regular checks whether a client is too slow. Time is counted in checks: while the process is stopped or
 * busy it makes few of them, so that clients are not blamed for it.
 */
export class Pace {
  readonly #limits: PaceLimits;
  #of: object | undefined;
  #start = 0;
  #seconds = 0;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** One more check after `seconds`: `bytes` of the transfer `of` have passed so far. */
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
