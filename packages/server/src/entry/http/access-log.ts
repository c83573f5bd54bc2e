import type { Logger } from '../../platform/observe/logger.ts';
import type { Exchange, Refusal } from './exchange.ts';
import { factsOf, factsOfRefusal, firstFailure, headOf } from './request-facts.ts';
import type { RequestLog } from './request-log.ts';

/** A line for every request, when it has ended. */
export class AccessLog implements RequestLog {
  readonly #log: Logger;
  /** Why requests fail that have not ended yet. */
  readonly #refusals = new WeakMap<Exchange, Record<string, unknown>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  refused(exchange: Exchange, refusal: Refusal, cause?: unknown): void {
    this.#refusals.set(exchange, factsOfRefusal(refusal, cause));
  }

  /** `since`: when the request came, on the clock of `performance.now()`. */
  follow(exchange: Exchange, since: number): void {
    exchange.response.once('close', () => this.#write(exchange, since));
  }

  #write(exchange: Exchange, since: number): void {
    const { request, response } = exchange;
    const { statusCode: status, writableFinished: isWhole } = response;
    const facts = {
      ...factsOf(exchange),
      ...this.#refusals.get(exchange),
      status,
      bytes: Number(request.headers['content-length'] ?? 0),
      milliseconds: Number((performance.now() - since).toFixed(3)),
      client: request.socket.remoteAddress,
    };
    if (!isWhole) this.#log.info(facts, 'request left by its client');
    else if (status < firstFailure) this.#log.info(facts, 'request answered');
    else {
      const [level, message] = headOf(status);
      this.#log[level](facts, message);
    }
  }
}
