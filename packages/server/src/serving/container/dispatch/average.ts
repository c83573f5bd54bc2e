/** Moving average: each value counts a tenth. */
export class Average {
  #value: number | undefined;

  add(value: number): void {
    this.#value = this.#value === undefined ? value : this.#value * 0.9 + value * 0.1;
  }

  /** Undefined as long as there was no value. */
  get value(): number | undefined {
    return this.#value;
  }
}
