import { ServiceError } from '../../contract/service-error.ts';
import type { Service } from '../../operations/service.ts';
import type { AdmittedCaller, KnownCaller } from './authenticator.ts';
import { BodyTooLargeError, declaresMore, readBody } from './body.ts';
import { failExchange } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { refuse } from './refuse.ts';

/** How a protocol takes bodies that it does not stream. */
type BodyRules = NonNullable<Protocol['wholeBody']>;

/**
 * First step, from the headers alone: a body that is declared too large and a caller without a key for one of the
 * services are refused before anything is read. Undefined: the request has been answered.
 */
export function admitCaller(exchange: Exchange, services: readonly Service[]): AdmittedCaller | undefined {
  const { request, context, protocol } = exchange;
  if (protocol.wholeBody !== undefined && declaresMore(exchange, protocol.wholeBody.maxBytes)) {
    refuse(exchange, protocol.wholeBody.tooLarge);
    return undefined;
  }
  const admission = context.authenticator.admit(request, services);
  if (admission.ok) return admission;
  refuse(exchange, admission);
  return undefined;
}

/**
 * Second step: reads the body within its limits and verifies that it is the one that was signed, then calls `answer`.
 * Otherwise the request is refused, or its connection closed if the body broke off. What `answer` throws fails this
 * request alone; work that it waits for belongs in `contain`, which is not used here because its asynchronous context
 * costs more than many answers do.
 */
export function receiveBody(
  exchange: Exchange,
  { rules, admission }: { readonly rules: BodyRules; readonly admission: AdmittedCaller },
  answer: (caller: KnownCaller, body: Buffer) => void,
): void {
  exchange.bodyAccount = exchange.context.sharerOf(exchange.request, admission);
  readBody(exchange, rules.maxBytes, (error, body) => {
    try {
      exchange.ledger?.enter('authenticate');
      if (error instanceof BodyTooLargeError) refuse(exchange, rules.tooLarge);
      else if (error instanceof ServiceError) refuse(exchange, error);
      else if (error !== undefined) exchange.response.destroy();
      else {
        const identity = exchange.context.authenticator.identify(exchange.request, admission, body);
        exchange.ledger?.enter('serve');
        if (identity.ok) answer(identity, body);
        else refuse(exchange, identity);
      }
    } catch (thrown) {
      failExchange(exchange, thrown);
    }
  });
}
