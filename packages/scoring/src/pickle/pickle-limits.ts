import { ScoringError } from '../scoring-error.ts';

/** Nested pickles (joblib writes one for each array of Python objects) are the only recursion of the reader. */
const MAX_NESTING = 32;

/** What one file may cost, over all its nested pickles. */
export class PickleLimits {
  #bytes: number;
  #nesting = 0;

  /** `fileBytes`: the size of the file; rules may allocate 16 times that, and 1 MiB more. */
  constructor(fileBytes: number) {
    this.#bytes = fileBytes * 16 + (1 << 20);
  }

  chargeBytes(bytes: number): void {
    this.#bytes -= bytes;
    if (!(this.#bytes >= 0)) throw new ScoringError('bad_model', 'The pickle expands to far more than its own size.');
  }

  nested<T>(read: () => T): T {
    if (++this.#nesting > MAX_NESTING) {
      throw new ScoringError('bad_model', `Pickles stand inside each other more than ${MAX_NESTING} deep.`);
    }
    const value = read();
    this.#nesting--;
    return value;
  }
}
