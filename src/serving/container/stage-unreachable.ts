/** Why a container gave no answer that can be passed on. */
export type UnreachableReason = 'timeout' | 'connection' | 'bad_response' | 'too_large';

/** A container did not answer: it was too slow, its connection broke, or what it sent is not an answer. */
export class StageUnreachable extends Error {
  readonly reason: UnreachableReason;
  /** False if the request certainly did not leave: then another process may be asked instead. */
  readonly wasSent: boolean;

  constructor(reason: UnreachableReason, message: string, options: ErrorOptions & { readonly wasSent?: boolean } = {}) {
    super(message, options);
    this.name = 'StageUnreachable';
    this.reason = reason;
    this.wasSent = options.wasSent ?? true;
  }
}

/** What an aborted signal means: a deadline aborts with the reason `timeout`, a caller that left with anything else. */
export function abortedError(signal: AbortSignal): StageUnreachable {
  return signal.reason === 'timeout' || (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError'
    ? new StageUnreachable('timeout', 'the time for an answer is up')
    : new StageUnreachable('connection', 'the caller no longer waits for the answer');
}
