import type { Rejection } from '../frame/frame.ts';
import { ScoringError } from '../scoring-error.ts';

/** Why a row has no answer, as the error that is thrown or collected for it. */
export function rejectionError(row: number, rejection: Rejection): ScoringError {
  if (rejection.kind === 'failed') return rejection.error;
  const text = `Row ${row + 1} was skipped, as the pipeline says of such rows (handleInvalid); bad: 'collect' answers the others.`;
  return new ScoringError('invalid_value', text, { row });
}
