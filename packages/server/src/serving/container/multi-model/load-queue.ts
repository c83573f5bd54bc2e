/** Loads that run side by side: each may hold a whole archive in memory. */
const maxLoads = 4;

/** The loads of one container: a few at a time, the others in the order in which they were asked for. */
export class LoadQueue {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Runs a load when it is its turn; settles as it does. */
  async run<T>(load: () => Promise<T>): Promise<T> {
    if (this.#running >= maxLoads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await load();
    } finally {
      // Its place goes to the next one in the line.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
