import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../../contract/service-error.ts';
import type { Admission, Identity, IdentityRefusal } from './authenticate.ts';
import { BodyTooLargeError, declaresMore, readBody } from './body.ts';
import { failExchange } from './contain.ts';
import type { Exchange } from './exchange.ts';

/** Why a request is refused: what every protocol sends, each in its own form. */
export type BodyRefusal = Omit<IdentityRefusal, 'ok'>;

/** How a protocol that reads whole bodies takes them. */
export interface BodyRules {
  /** The services that a request may be signed for. */
  readonly signingNamesOf: (request: IncomingMessage) => readonly string[];
  readonly maxBytes: number;
  /** The answer to a larger body. */
  readonly tooLarge: BodyRefusal;
  /** Answers in the protocol's form. */
  readonly refuse: (exchange: Exchange, refusal: BodyRefusal) => void;
}

/** What is known of a caller before the body is read: its signature may not be verified yet. */
export type AdmittedCaller = Extract<Admission, { ok: true }>;

/** A caller whose signature, where one is required, is right. */
export type KnownCaller = Extract<Identity, { ok: true }>;

/**
 * First step, from the headers alone: a body that is declared too large and a caller without a key are refused before
 * anything is read. Undefined: the request has been answered.
 */
export function admitCaller(exchange: Exchange, rules: BodyRules): AdmittedCaller | undefined {
  const { request, context } = exchange;
  if (declaresMore(exchange, rules.maxBytes)) {
    rules.refuse(exchange, rules.tooLarge);
    return undefined;
  }
  const admission = context.authenticator.admit(request, rules.signingNamesOf(request));
  if (admission.ok) return admission;
  rules.refuse(exchange, admission);
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
  readBody(exchange, rules.maxBytes, (error, body) => {
    try {
      if (error instanceof BodyTooLargeError) rules.refuse(exchange, rules.tooLarge);
      else if (error instanceof ServiceError) rules.refuse(exchange, error);
      else if (error !== undefined) exchange.response.destroy();
      else {
        const identity = exchange.context.authenticator.identify(exchange.request, admission, body);
        if (identity.ok) answer(identity, body);
        else rules.refuse(exchange, identity);
      }
    } catch (thrown) {
      failExchange(exchange, thrown);
    }
  });
}
