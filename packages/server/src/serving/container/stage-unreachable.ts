/**
 * Why a container gave no answer that can be passed on. `unavailable`: it did not get the request, since it is
 * overloaded or being restarted; the same request may succeed a little later.
 */
export type UnreachableReason = 'timeout' | 'connection' | 'bad_response' | 'too_large' | 'unavailable';

type Options = ErrorOptions & { readonly wasSent?: boolean; readonly isReset?: boolean; readonly isExact?: boolean };

/** A container did not answer: it was too slow, its connection broke, or what it sent is not an answer. */
export class StageUnreachable extends Error {
  readonly reason: UnreachableReason;
  /** False if the request certainly was not begun: then it may be sent to another process. */
  readonly wasSent: boolean;
  /** The process reported what it had begun: `wasSent` holds for this request alone, whatever became of others. */
  readonly isExact: boolean;
  /** The connection was reset before anything of an answer had come. */
  readonly isReset: boolean;

  constructor(reason: UnreachableReason, message: string, options: Options = {}) {
    super(message, options);
    this.name = 'StageUnreachable';
    this.reason = reason;
    this.wasSent = options.wasSent ?? true;
    this.isReset = options.isReset ?? false;
    this.isExact = options.isExact ?? false;
  }
}

/** What an aborted signal means: a deadline aborts with the reason `timeout`, a caller that left with anything else. */
export function abortedError(signal: AbortSignal, options: Options = {}): StageUnreachable {
  return signal.reason === 'timeout' || (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError'
    ? new StageUnreachable('timeout', 'the time for an answer is up', options)
    : new StageUnreachable('connection', 'the caller no longer waits for the answer', options);
}
