import type { Logger } from '../../platform/observe/logger.ts';
import { KeyedTimers } from '../../util/keyed-timers.ts';
import { OrderedWork } from '../../util/ordered-work.ts';
import type { EndpointReconciler } from './endpoint-reconciler.ts';

export interface EndpointWorkOptions {
  readonly reconciler: Pick<EndpointReconciler, 'run'>;
  /** Whether other servers may change the endpoints of the store. */
  readonly isShared: boolean;
  readonly log: Logger;
  /** Takes up an endpoint for which something could not be done, as its row is by then. */
  readonly retry: (name: string) => Promise<void>;
  /** What could not be done is tried again after so long, milliseconds. */
  readonly retryMs?: number;
}

/** While a rollout waits, it is looked at so often: for alarms, milliseconds. */
const longestWaitMs = 1_000;

/** What is being done for each endpoint, one thing after the other, and what is to be looked at again in a while. */
export class EndpointWork {
  readonly #options: EndpointWorkOptions;
  readonly #queue: OrderedWork;
  /** Endpoints for which something could not be done. */
  readonly #retries = new KeyedTimers();
  /** Endpoints that wait for the end of a step. */
  readonly #waits = new KeyedTimers();

  constructor(options: EndpointWorkOptions) {
    this.#options = options;
    this.#queue = new OrderedWork((name, error) => {
      options.log.error({ err: error, endpoint: name }, 'endpoint work failed');
      this.#retry(name);
    });
  }

  /** Whether something is being done for it, or is about to be. */
  has(name: string): boolean {
    return this.#queue.has(name);
  }

  /** Resolves when it is done, or has failed and will be tried again. */
  add(name: string, work: () => Promise<void>): Promise<void> {
    return this.#queue.add(name, work);
  }

  /** Does what the plan says. `onFollowed` is called as `EndpointReconciler.run` does, and at the end in any case. */
  reconcile(name: string, onFollowed?: () => void): Promise<void> {
    return this.add(name, () => this.#run(name, onFollowed).finally(onFollowed));
  }

  async #run(name: string, onFollowed?: () => void): Promise<void> {
    const next = await this.#options.reconciler.run(name, onFollowed);
    if (next === 'retry') this.#retry(name);
    else if (next !== undefined) this.#lookAgain(name, next.afterMs);
  }

  /** Where the store is shared, its watch looks again. */
  #retry(name: string): void {
    const { isShared, retry, retryMs = 5_000 } = this.#options;
    if (isShared || this.#retries.has(name)) return;
    this.#retries.set(name, retryMs, () => void retry(name).catch(() => this.#retry(name)));
  }

  /** In this many milliseconds, or sooner: alarms are asked for every second. */
  #lookAgain(name: string, ms: number): void {
    this.#waits.set(name, Math.min(Math.max(ms, 1), longestWaitMs), () => {
      if (!this.has(name)) void this.reconcile(name);
    });
  }

  /** Nothing is looked at again. */
  stop(): void {
    this.#retries.close();
    this.#waits.close();
  }

  /** Resolves when all that was added before is done. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }
}
