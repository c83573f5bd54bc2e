import { ScoringError } from '../scoring-error.ts';

/** The error of a file that is not as fastText writes one; `problem` is the predicate of a sentence about it. */
export function damaged(problem: string): ScoringError {
  return new ScoringError('bad_model', `The fastText file ${problem}.`);
}
