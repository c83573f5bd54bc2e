import { ScoringError } from '../scoring-error.ts';

/** The model is not what it says it is; `where` is the path of a node in its bundle, or names a saved stage. */
export function badModel(where: string, what: string): ScoringError {
  return new ScoringError('bad_model', `${where}: ${what}`, { node: where });
}
