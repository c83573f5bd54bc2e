interface Waiter {
  readonly weight: number;
  readonly start: () => void;
}

/** Lets at most so much work run at once; the rest waits its turn, first come, first served. */
export class Slots {
  readonly count: number;
  #free: number;
  readonly #waiting: Waiter[] = [];

  constructor(count: number) {
    this.count = count;
    this.#free = count;
  }

  /** Runs as soon as `weight` slots are free; with all of them (`count`) the work runs alone. */
  async run<T>(work: () => Promise<T>, weight = 1): Promise<T> {
    if (this.#waiting.length === 0 && this.#free >= weight) this.#free -= weight;
    else await new Promise<void>((start) => this.#waiting.push({ weight, start }));
    try {
      return await work();
    } finally {
      this.#free += weight;
      this.#startWaiting();
    }
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.weight <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.weight;
      next.start();
    }
  }
}
