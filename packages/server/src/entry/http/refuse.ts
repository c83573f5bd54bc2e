import type { Exchange, Refusal } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

/** Answers with an error, in the form of the request's protocol. */
export function refuse(exchange: Exchange, refusal: Refusal): void {
  writeAnswer(exchange.response, exchange.protocol.encodeError(refusal, exchange));
}
