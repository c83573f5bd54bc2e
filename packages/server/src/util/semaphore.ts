interface Waiter {
  readonly weight: number;
  readonly start: () => void;
}

/** Lets at most so much work run at once; the rest waits its turn, first come, first served. */
export class Semaphore {
  readonly count: number;
  #free: number;
  readonly #waiting: Waiter[] = [];

  constructor(count: number) {
    this.count = count;
    this.#free = count;
  }

  /** Runs as soon as `weight` places are free; with all of them (`count`) the work runs alone. */
  async run<T>(work: () => Promise<T>, weight = 1): Promise<T> {
    const turn = this.#enter(weight);
    if (turn !== undefined) await turn;
    try {
      return await work();
    } finally {
      this.#leave(weight);
    }
  }

  /** Resolves when a place is free, with what gives it back: to be called once. */
  async take(): Promise<() => void> {
    const turn = this.#enter(1);
    if (turn !== undefined) await turn;
    return () => this.#leave(1);
  }

  #enter(weight: number): Promise<void> | undefined {
    if (this.#waiting.length > 0 || this.#free < weight)
      return new Promise<void>((start) => this.#waiting.push({ weight, start }));
    this.#free -= weight;
    return undefined;
  }

  #leave(weight: number): void {
    this.#free += weight;
    for (let next = this.#waiting[0]; next !== undefined && next.weight <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.weight;
      next.start();
    }
  }
}
