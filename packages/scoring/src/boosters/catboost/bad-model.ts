import { ScoringError } from '../../scoring-error.ts';

/** The refusal of a model file that cannot be what it says it is. `problem` completes "The CatBoost model ...". */
export function badModel(problem: string): ScoringError {
  return new ScoringError('bad_model', `The CatBoost model ${problem}.`);
}
