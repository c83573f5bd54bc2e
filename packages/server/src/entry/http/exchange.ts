import type { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationContext } from '../../operations/operation-context.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Authenticator } from './authenticate.ts';
import type { BodyMemory } from './body-memory.ts';

/** What the requests of a server may use; `operations` lacks only the realm, which comes from the signature. */
export interface RequestServices {
  readonly authenticator: Authenticator;
  readonly operations: Omit<OperationContext, 'realm'>;
  readonly account: string;
  readonly bodyMemory: BodyMemory;
  readonly log: Logger;
}

/** What every step of the chain may use. */
export interface RequestChainContext extends RequestServices {
  /** The exchange that began the code that runs now: its client gets an answer for an uncaught exception. */
  readonly current: AsyncLocalStorage<Exchange>;
  /** What operations may use for a caller of this region. */
  operationsIn(region: string): OperationContext;
}

/** One API on the wire. */
export interface Protocol {
  /** Answers a request, now or later. */
  handle(exchange: Exchange): void;
  /** Status 500 in the API's own form. Of the cause it has only the request's id, under which the cause is logged. */
  sendInternalError(exchange: Exchange): void;
}

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly protocol: Protocol;
  readonly context: RequestChainContext;
  /** The part of `context.bodyMemory` that its body uses: given back when it has been answered. */
  bodyBytes: number;
}
