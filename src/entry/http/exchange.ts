import type { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationContext } from '../../operations/operation-context.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Authenticator } from './authenticate.ts';
import type { BodyMemory } from './body-memory.ts';

/** What the requests of a server may use; `operations` lacks only the realm, which the signature tells. */
export interface RequestServices {
  readonly authenticator: Authenticator;
  readonly operations: Omit<OperationContext, 'realm'>;
  readonly account: string;
  readonly bodyMemory: BodyMemory;
  readonly log: Logger;
}

/** What every step of the chain may use. */
export interface RequestChainContext extends RequestServices {
  /** The exchange that whatever runs now was begun by: an exception that nobody caught is told to its client. */
  readonly current: AsyncLocalStorage<Exchange>;
  /** What operations may use for a caller of this region. */
  operationsIn(region: string): OperationContext;
}

/** One API on the wire. */
export interface Protocol {
  /** Answers a request, now or later. */
  handle(exchange: Exchange): void;
  /** Status 500 in the API's own form. It tells nothing of the cause but the request's id, under which the log has it. */
  sendInternalError(exchange: Exchange): void;
}

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly protocol: Protocol;
  readonly context: RequestChainContext;
  /** What its body has taken of `context.bodyMemory`: given back when it has been answered. */
  bodyBytes: number;
}
