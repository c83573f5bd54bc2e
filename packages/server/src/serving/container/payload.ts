import type { AnswerHead, AnswerParts } from './answer-parts.ts';
import type { ContainerLedger } from './container-ledger.ts';
import type { FileFacts } from './file-facts.ts';

/**
 * The currency above scoring: bytes and how to read them. A body is at most one invocation or one mini-batch, so it is
 * always whole in memory.
 */
export interface Payload {
  readonly body: Buffer;
  readonly contentType?: string;
}

/** What a container is asked. */
export interface ContainerRequest extends Payload {
  /** What the caller wants back. Only the last container of a chain sees it. */
  readonly accept?: string;
  /** Sent in chunks, without its length before it (batch transform with MaxPayloadInMB 0). */
  readonly isChunked?: boolean;
  readonly customAttributes?: string;
  readonly inferenceId?: string;
  readonly sessionId?: string;
  /** The trace that it is part of (`contract/trace-context.ts`). */
  readonly traceparent?: string;
  /** Sent to workers of ours alone, for what they log. */
  readonly requestId?: string;
  /** The model that the chain's multi-model container is to answer with, as `targetPath` gives it. */
  readonly targetModel?: string;
  /**
   * Not sent: the deadline of the answer, on the clock of `performance.now()`. Absent if the caller itself bounds its
   * requests.
   */
  readonly deadline?: number;
  /** Not sent: takes the answer part by part; the answer itself then has no body. Only for stages with `takesParts`. */
  readonly parts?: AnswerParts;
  /** Not sent: where the time of the request goes, if its caller wants to know. */
  readonly ledger?: ContainerLedger;
  /** Not sent: what is known about the file that the body is a part of, for native containers (`factsBehind`). */
  readonly file?: FileFacts;
}

export interface RequestPlace {
  readonly row?: number;
  readonly column?: string | number;
  readonly value?: unknown;
  /** The names of the columns are at fault, so all rows that come with them. */
  readonly isHeader?: boolean;
}

/** What a container answered: any HTTP status, 2xx or not. */
export interface ContainerAnswer extends Payload, AnswerHead {
  /** Where in the request it went wrong, when our own engine answered. Rows count from 0. */
  readonly place?: RequestPlace;
  /** Milliseconds that a worker of ours worked on it, as it says itself: without its wait and its way. */
  readonly workMs?: number;
  /** What our own engine threw when it failed unexpectedly: for the log, never for the client. */
  readonly cause?: unknown;
}

export function isSuccess({ status }: Pick<ContainerAnswer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** In the place of the container that answered: containers that were asked as one are to be asked one by one. */
export const askApart = -1;
