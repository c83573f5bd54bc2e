import { ScoringError } from '../../scoring-error.ts';

/** The bundle is not what it says it is; `where` is a path inside it. */
export function badBundle(where: string, what: string): ScoringError {
  return new ScoringError('bad_model', `${where}: ${what}`, { node: where });
}
