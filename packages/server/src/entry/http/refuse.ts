import type { Exchange, Refusal } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

/** Answers with an error, and has the log say so. `cause`: what the error was made of, where that is something else. */
export function refuse(exchange: Exchange, refusal: Refusal, cause?: unknown): void {
  exchange.context.requestLog.refused(exchange, refusal, cause);
  sendRefusal(exchange, refusal);
}

/** Answers with an error, in the form of the request's protocol. */
export function sendRefusal(exchange: Exchange, refusal: Refusal): void {
  writeAnswer(exchange.response, exchange.protocol.encodeError(refusal, exchange));
}
