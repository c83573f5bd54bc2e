/** Work by key: for one key it is done in order, for different ones at once. */
export class OrderedWork {
  readonly #last = new Map<string, Promise<void>>();
  readonly #onError: (key: string, error: unknown) => void;

  /** `onError` takes what work rejects with: what comes after it is done all the same. */
  constructor(onError: (key: string, error: unknown) => void) {
    this.#onError = onError;
  }

  has(key: string): boolean {
    return this.#last.has(key);
  }

  /** Resolves when it is done, or has failed. */
  add(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const added = before
      .then(work)
      .catch((error: unknown) => this.#onError(key, error))
      .finally(() => {
        if (this.#last.get(key) === added) this.#last.delete(key);
      });
    this.#last.set(key, added);
    return added;
  }

  /** Resolves when all that was added before is done. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#last.values());
  }
}
