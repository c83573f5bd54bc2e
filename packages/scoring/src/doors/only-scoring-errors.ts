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

/** What engines say of memory that there is not: V8, SpiderMonkey, JavaScriptCore. */
const noMemory = /allocation|out of memory|invalid (typed )?array (buffer )?length|array size/i;

export function asScoringError(code: ScoringErrorCode, error: unknown): ScoringError {
  if (error instanceof ScoringError) return error;
  const what = code === 'bad_model' ? 'The model cannot be read' : 'The rows cannot be scored';
  const message = error instanceof Error ? error.message : String(error);
  const isMemory = error instanceof RangeError && noMemory.test(message);
  const wrapped = new ScoringError(isMemory ? 'out_of_memory' : code, `${what}: ${message}`);
  wrapped.cause = error;
  return wrapped;
}
