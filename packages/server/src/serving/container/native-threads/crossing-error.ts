import { ScoringError } from '@catenary/scoring/internal/frame';
import { present } from '@catenary/scoring/internal/values';
import { ArtifactError } from '../../../platform/artifact/artifact-error.ts';

/** An error on its way from a thread: its class is lost in a structured clone, so its name is passed beside it. */
export interface CrossingError {
  readonly message: string;
  readonly name: string;
  readonly stack: string | undefined;
  readonly scoringCode?: ScoringError['code'];
  readonly isArtifact?: boolean;
  /** Of the system's errors: `ENOSPC`. */
  readonly code?: string;
}

export function toCrossing(error: unknown): CrossingError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined };
  const { name, message, stack } = error;
  return {
    name,
    message,
    stack,
    ...present({
      scoringCode: error instanceof ScoringError ? error.code : undefined,
      isArtifact: error instanceof ArtifactError ? true : undefined,
      code: (error as NodeJS.ErrnoException).syscall === undefined ? undefined : (error as NodeJS.ErrnoException).code,
    }),
  };
}

/**
 * The error again, of its former class if callers depend on it, with its message and the stack of where it was thrown.
 */
export function fromCrossing({ name, message, stack, scoringCode, isArtifact, code }: CrossingError): Error {
  const error = revive(message, scoringCode, isArtifact === true);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}

function revive(message: string, scoringCode: ScoringError['code'] | undefined, isArtifact: boolean): Error {
  if (scoringCode !== undefined) return new ScoringError(scoringCode, message);
  return isArtifact ? new ArtifactError(message) : new Error(message);
}
