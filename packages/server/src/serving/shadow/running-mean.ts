/** Mean and its interval, of numbers as they come (Welford, 1962). */
export class RunningMean {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    const difference = value - this.#mean;
    this.#mean += difference / this.#count;
    this.#squares += difference * (value - this.#mean);
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#mean;
  }

  /** Bounds of the mean with 95 % confidence, by the normal distribution; undefined for fewer than 30 numbers. */
  get interval(): readonly [number, number] | undefined {
    if (this.#count < 30) return undefined;
    const half = 1.96 * Math.sqrt(this.#squares / (this.#count - 1) / this.#count);
    return [this.#mean - half, this.#mean + half];
  }
}
