import { ScoringError } from '../scoring-error.ts';

/** The error of a file that is not as Faiss writes one; `problem` is the predicate of a sentence about it. */
export function damaged(problem: string): ScoringError {
  return new ScoringError('bad_model', `The Faiss index ${problem}.`);
}
