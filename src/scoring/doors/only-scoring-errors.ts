import { ScoringError, type ScoringErrorCode } from '../scoring-error.ts';

/**
 * What is done, with any other error as a `ScoringError` whose `cause` it is: what a hostile file or table makes the engine
 * say (no more memory, too deep a nesting) reaches the caller as one kind of error.
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
