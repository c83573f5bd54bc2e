import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MetricValue } from '../../platform/metrics/metric.ts';
import type { MetricWriter } from '../../platform/metrics/metric-writer.ts';
import type { Logger } from '../../platform/observe/logger.ts';

export interface MetricOutboxOptions {
  readonly writer: Pick<MetricWriter, 'add'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Values in one transaction, which keeps the event loop for some milliseconds. */
const valuesAtOnce = 50;
/** The most values that wait for a store which does not take them: the newest are kept. */
const maxWaiting = 50_000;

/** Values that wait to be stored. Those that the store does not take wait on, and that is logged once until it takes some again. */
export class MetricOutbox {
  readonly #options: MetricOutboxOptions;
  #waiting: MetricValue[] = [];
  #queue: Promise<void> = Promise.resolve();
  #isBroken = false;

  constructor(options: MetricOutboxOptions) {
    this.#options = options;
  }

  add(values: readonly MetricValue[]): void {
    for (const value of values) this.#waiting.push(value); // they may be more than a call may have arguments
  }

  /** Resolves when what waits is stored, or has failed and waits on. Never rejects. */
  store(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#store());
    return this.#queue;
  }

  async #store(): Promise<void> {
    const values = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < values.length; at += valuesAtOnce) {
      try {
        await this.#options.writer.add(values.slice(at, at + valuesAtOnce));
        this.#isBroken = false;
      } catch (error) {
        this.#waiting = [...values.slice(at), ...this.#waiting].slice(-maxWaiting);
        if (!this.#isBroken) this.#options.log.warn({ err: error }, 'values of metrics could not be kept yet');
        this.#isBroken = true;
        return;
      }
      await nextTurn();
    }
  }
}
