import { ScoringError } from '../../scoring-error.ts';

/** The refusal of a schema that skops does not write. */
export function badSkops(what: string): ScoringError {
  return new ScoringError('bad_model', `Malformed skops archive: ${what}.`);
}
