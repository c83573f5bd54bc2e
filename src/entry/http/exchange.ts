import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationContext } from '../../operations/operation-context.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Authenticator } from './authenticate.ts';

/** What every step of the chain may use; `operations` lacks only the realm, which the signature tells. */
export interface RequestChainContext {
  readonly authenticator: Authenticator;
  readonly operations: Omit<OperationContext, 'realm'>;
  readonly account: string;
  readonly log: Logger;
}

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly context: RequestChainContext;
}
