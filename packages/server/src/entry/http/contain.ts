import type { Exchange } from './exchange.ts';
import { sendRefusal } from './refuse.ts';

/**
 * The step, made so that what it throws, or rejects with, is the failure of this request alone. What it begins
 * (timers, streams, promises) is known to belong to the exchange: see `RequestChainContext.current`.
 */
export function contain<Arguments extends unknown[]>(
  exchange: Exchange,
  step: (...given: Arguments) => void | Promise<void>,
): (...given: Arguments) => void {
  return (...given) => {
    try {
      const done = exchange.context.current.run(exchange, step, ...given);
      if (done instanceof Promise) done.catch((error: unknown) => failExchange(exchange, error));
    } catch (error) {
      failExchange(exchange, error);
    }
  };
}

/**
 * The last line of defence: status 500 in the API's own form, the cause in the log under the request's id. An answer
 * that has begun cannot be withdrawn: its connection is closed, so that the client sees that it is incomplete. Never
 * throws.
 */
export function failExchange(exchange: Exchange, error: unknown): void {
  const { response, requestId, context } = exchange;
  if (isClientGone(exchange, error)) return;
  context.log.error({ err: error, requestId }, 'request failed unexpectedly');
  if (response.writableEnded) return;
  try {
    if (response.headersSent) response.destroy();
    else sendRefusal(exchange, { status: 500, code: 'InternalFailure', message: internalFailureMessage(requestId) });
  } catch (second) {
    context.log.error({ err: second, requestId }, 'a failed request could not be answered');
    response.destroy();
  }
}

/** Whether the client closed its connection during its request: then there is no one to answer, and nothing to log. */
function isClientGone({ request, response }: Exchange, error: unknown): boolean {
  return error === request.errored && response.destroyed;
}

/** Of the cause, a client gets the id alone. */
export const internalFailureMessage = (requestId: string) =>
  `Internal failure; the server's log has it under request ${requestId}.`;
