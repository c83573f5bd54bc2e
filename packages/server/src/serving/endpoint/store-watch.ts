import type { Logger } from '../../platform/observe/logger.ts';
import type { EndpointState } from '../records/endpoint-record.ts';

export interface StoreWatchOptions {
  readonly states: () => Promise<readonly EndpointState[]>;
  readonly look: (states: readonly EndpointState[]) => void;
  readonly log: Logger;
}

/** How often changes that other servers made are looked for, milliseconds. */
const watchMs = 500;

/** Looks at the endpoints of the store again and again, for what other servers changed. */
export class StoreWatch {
  readonly #options: StoreWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStoreDown = false;

  constructor(options: StoreWatchOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#timer = setInterval(() => void this.#poll(), watchMs);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** A store that is out of reach changes nothing in what is served; it is said once. */
  async #poll(): Promise<void> {
    const { states, look, log } = this.#options;
    try {
      look(await states());
      this.#isStoreDown = false;
    } catch (error) {
      if (!this.#isStoreDown) log.warn({ err: error }, 'the store does not answer: endpoints stay as they are');
      this.#isStoreDown = true;
    }
  }
}
