import { ScoringError } from '@catenary/scoring/internal/frame';

/** What is wrong with rules.yaml, and where in it: `rules.yaml, steps.2: ...`. */
export function rulesError(place: string, what: string): ScoringError {
  return new ScoringError('bad_model', `rules.yaml, ${place}: ${what}.`);
}
