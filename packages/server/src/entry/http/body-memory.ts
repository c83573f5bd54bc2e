/** Of all memory, what the requests of one account may take where there are several: the others always have some. */
const accountShare = 0.75;

/** The memory that the bodies of all requests under way may take together, and how much of it is in use. */
export class BodyMemory {
  readonly #limit: number;
  readonly #ofAccounts = new Map<string, number>();
  #taken = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /**
   * Reserves `bytes` until they are given back, for an account where there are several. False if there is no room for them, or if the
   * account has its share.
   */
  take(bytes: number, account?: string): boolean {
    if (this.#taken + bytes > this.#limit) return false;
    if (account !== undefined) {
      const taken = (this.#ofAccounts.get(account) ?? 0) + bytes;
      if (taken > this.#limit * accountShare) return false;
      this.#ofAccounts.set(account, taken);
    }
    this.#taken += bytes;
    return true;
  }

  giveBack(bytes: number, account?: string): void {
    this.#taken -= bytes;
    if (account !== undefined) this.#ofAccounts.set(account, (this.#ofAccounts.get(account) ?? 0) - bytes);
  }

  get taken(): number {
    return this.#taken;
  }
}
