import type { Exchange, Refusal } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

/** Answers with an error, in the form of the request's protocol. */
export function refuse(exchange: Exchange, refusal: Refusal): void {
  const { status, headers, body } = exchange.protocol.encodeError(refusal, exchange);
  writeAnswer(exchange.response, status, headers, body);
}
