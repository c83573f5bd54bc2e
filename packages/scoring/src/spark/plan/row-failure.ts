import type { ScoringErrorCode } from '../../scoring-error.ts';
import type { Register } from './register.ts';

/** Why a row is refused. */
export interface RowFailure {
  readonly code: ScoringErrorCode;
  /** Is completed by the row and the column. */
  readonly message: string;
  readonly value: unknown;
  /** Where the value came from. */
  readonly input: Register;
}
