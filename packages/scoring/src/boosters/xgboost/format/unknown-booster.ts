import { ScoringError } from '../../../scoring-error.ts';

/** The refusal of a booster of another kind. */
export function unknownBooster(name: string): ScoringError {
  const text = `XGBoost models with the booster ${JSON.stringify(name)} are not supported.`;
  return new ScoringError('unsupported_model', text);
}
