/** Turns of the event loop between two loads: a request takes about as many from its first byte to its answer. */
const turnsBetween = 4;

/** Loads that take this thread's time: one after the other, with requests answered in between. */
export class LoadTurns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a load when it is its turn; settles as it does. */
  take<T>(load: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(load);
    this.#last = turn.then(letOthersRun, letOthersRun);
    return turn;
  }
}

async function letOthersRun(): Promise<void> {
  for (let turn = 0; turn < turnsBetween; turn++) await new Promise((resolve) => setImmediate(resolve));
}
