/** Who waits for an answer. */
export interface Caller {
  /** Registers what to do when the caller goes; the result takes that back. */
  onGone(cancel: () => void): () => void;
  /** Runs what has to be waited for, so that what it begins is known to be this caller's. */
  begin<Result>(work: () => Result): Result;
}
