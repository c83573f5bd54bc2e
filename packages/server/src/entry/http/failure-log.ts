import type { Logger } from '../../platform/observe/logger.ts';
import type { Exchange, Refusal, RequestLog } from './exchange.ts';
import { requestFacts } from './request-facts.ts';

/** Lines of one second; further failures are counted, so that requests for what does not exist do not fill a disk. */
const maxLinesPerSecond = 100;

/** A line for each request that failed, and nothing for those that did not. */
export class FailureLog implements RequestLog {
  readonly #log: Logger;
  readonly #now: () => number;
  #second = 0;
  #inSecond = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `now`: milliseconds. */
  constructor(log: Logger, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  refused(exchange: Exchange, refusal: Refusal, cause?: unknown): void {
    const head = requestFacts.headOf(refusal.status);
    if (head === undefined || !this.#hasRoom()) return;
    const [level, message] = head;
    this.#log[level]({ ...requestFacts.ofRequest(exchange), ...requestFacts.ofRefusal(refusal, cause) }, message);
  }

  #hasRoom(): boolean {
    const second = Math.floor(this.#now() / 1000);
    if (second !== this.#second) {
      this.#tellLeftOut();
      this.#second = second;
    }
    const hasRoom = ++this.#inSecond <= maxLinesPerSecond;
    // Also if no further request fails.
    if (!hasRoom) this.#timer ??= setTimeout(() => this.#tellLeftOut(), 1_000).unref();
    return hasRoom;
  }

  #tellLeftOut(): void {
    const leftOut = this.#inSecond - maxLinesPerSecond;
    this.#inSecond = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (leftOut > 0) this.#log.warn({ count: leftOut }, 'more requests failed in one second than get a line each');
  }
}
