import type { Logger } from '../../platform/observe/logger.ts';
import type { Exchange, Refusal, RequestLog } from './exchange.ts';
import { requestFacts } from './request-facts.ts';

/** A line for every request, when it has ended. */
export class AccessLog implements RequestLog {
  readonly #log: Logger;
  /** Why requests fail that have not ended yet. */
  readonly #refusals = new WeakMap<Exchange, Record<string, unknown>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  refused(exchange: Exchange, refusal: Refusal, cause?: unknown): void {
    this.#refusals.set(exchange, requestFacts.ofRefusal(refusal, cause));
  }

  /** `since`: when the request came, on the clock of `performance.now()`. */
  follow(exchange: Exchange, since: number): void {
    exchange.response.once('close', () => this.#write(exchange, since));
  }

  #write(exchange: Exchange, since: number): void {
    const { request, response } = exchange;
    const { statusCode: status, writableFinished: isWhole } = response;
    const facts = {
      ...requestFacts.ofRequest(exchange),
      ...this.#refusals.get(exchange),
      status,
      bytes: Number(request.headers['content-length'] ?? 0),
      milliseconds: Number((performance.now() - since).toFixed(3)),
      client: request.socket.remoteAddress,
    };
    const whole = requestFacts.headOf(status) ?? ['info', 'request answered'];
    const [level, message] = isWhole ? whole : (['info', 'request left by its client'] as const);
    this.#log[level](facts, message);
  }
}
