import type { Exchange, Refusal } from './exchange.ts';

/** What the server's log says of requests: of those that failed, or of all. */
export interface RequestLog {
  /** An error is about to be sent. `cause`: what it was made of, where that is something else. */
  refused(exchange: Exchange, refusal: Refusal, cause?: unknown): void;
  /** The work on a request is about to begin. Absent: nothing is to be said of those that succeed. */
  readonly follow?: ((exchange: Exchange, since: number) => void) | undefined;
}
