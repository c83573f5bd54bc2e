/** A thread ended before it answered: it had no memory left, it was too slow, or it failed as it never should. */
export class ThreadEnded extends Error {
  readonly reason: 'memory' | 'failed' | 'ended';

  constructor(reason: ThreadEnded['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ThreadEnded';
    this.reason = reason;
  }
}
