import { ScoringError } from '../scoring-error.ts';

/** The refusal of bytes that no pickler writes. */
export function malformed(what: string): ScoringError {
  return new ScoringError('bad_model', `Malformed pickle: ${what}.`);
}
