/** How often refusals are logged while they continue, milliseconds. */
const intervalMs = 10_000;

/** Logs that requests are refused: once when it begins, then how many, not each of them. */
export class Refusals {
  readonly #onLog: (line: string) => void;
  #count = 0;
  #toldAt = -Infinity;
  #isNew = false;

  constructor(onLog: (line: string) => void) {
    this.#onLog = onLog;
  }

  /** Whether any came since this was last asked: then there is more to do, also where none waits. */
  takeNew(): boolean {
    const isNew = this.#isNew;
    this.#isNew = false;
    return isNew;
  }

  add(why: string, now: number): void {
    this.#isNew = true;
    this.#count++;
    if (now - this.#toldAt < intervalMs) return;
    this.#onLog(`[catenary] ${this.#count === 1 ? 'a request was' : `${this.#count} requests were`} refused: ${why}`);
    this.#count = 0;
    this.#toldAt = now;
  }
}
