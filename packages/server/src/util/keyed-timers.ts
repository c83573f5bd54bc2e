/** What is done in a while: one thing at most for each key. It keeps no process alive. */
export class KeyedTimers {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #isClosed = false;

  has(key: string): boolean {
    return this.#timers.has(key);
  }

  /** Done in `ms` milliseconds, in place of what was to be done for that key. */
  set(key: string, ms: number, work: () => void): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timers.get(key));
    const fire = () => {
      this.#timers.delete(key);
      work();
    };
    this.#timers.set(key, setTimeout(fire, ms).unref());
  }

  /** Nothing is done any more, and what is set later is not done either. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
