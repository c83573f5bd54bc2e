import { ScoringError, type ScoringErrorCode } from '../scoring-error.ts';

/**
 * Runs a function, and wraps any other error as the `cause` of a `ScoringError`: errors of the engine that a hostile
 * file or table provokes (no more memory, too deep a nesting) reach the caller as one kind of error.
 */
export function onlyScoringErrors<Result>(code: ScoringErrorCode, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw asScoringError(code, error);
  }
}

export function asScoringError(code: ScoringErrorCode, error: unknown): ScoringError {
  if (error instanceof ScoringError) return error;
  const what = code === 'bad_model' ? 'The model cannot be read' : 'The rows cannot be scored';
  const wrapped = new ScoringError(code, `${what}: ${error instanceof Error ? error.message : String(error)}`);
  wrapped.cause = error;
  return wrapped;
}
