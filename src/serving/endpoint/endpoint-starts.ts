import { faultPoint } from '../../platform/observe/fault-point.ts';
import type { StartCounts } from '../../platform/store/start-counts.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointSnapshot } from './endpoint-snapshot.ts';
import { startEndpoint, type StartOptions } from './start-endpoint.ts';

export interface EndpointStartsOptions extends StartOptions {
  readonly starts: StartCounts;
}

/** A start that the server did not survive so often, one time after the other, is not tried again. */
const fatalStarts = 2;

/**
 * The starts of endpoints that are under way: each can be given up. What kills the server would kill it at each of its
 * starts again, so a start is counted before it begins. After a first death the endpoints that were being started are
 * started one at a time: whose start it was shows, and the others do not fail with it.
 */
export class EndpointStarts {
  readonly #options: EndpointStartsOptions;
  readonly #underWay = new Map<string, AbortController>();
  #suspects: Promise<unknown> = Promise.resolve();

  constructor(options: EndpointStartsOptions) {
    this.#options = options;
  }

  names(): string[] {
    return [...this.#underWay.keys()];
  }

  /** Ends the start of that name, if there is one; it rejects. */
  giveUp(name: string): void {
    this.#underWay.get(name)?.abort();
  }

  /** Rejects with a reason fit for FailureReason. One at a time for each name. */
  async run(name: string, snapshot: EndpointSnapshot): Promise<Endpoint> {
    const control = new AbortController();
    this.#underWay.set(name, control);
    const signal = AbortSignal.any([control.signal, this.#options.signal]);
    try {
      return await this.#runCounted(name, () => startEndpoint(name, snapshot, { ...this.#options, signal }), signal);
    } finally {
      this.#underWay.delete(name);
    }
  }

  async #runCounted(name: string, start: () => Promise<Endpoint>, signal: AbortSignal): Promise<Endpoint> {
    const { starts } = this.#options;
    const count = await starts.find(`endpoint/${name}`);
    if (count >= fatalStarts) {
      await starts.forget(`endpoint/${name}`);
      throw new Error(
        `the server ended without warning ${count} times, one after the other, while this endpoint was being started, ` +
          `so it was not started again. The model may need more memory than there is; to try again, delete the endpoint and create it.`,
      );
    }
    const run = () =>
      starts.run(`endpoint/${name}`, () => {
        faultPoint('endpoint-start');
        return start();
      });
    if (count === 0) return run();
    const turn = this.#suspects.then(() => {
      signal.throwIfAborted();
      return run();
    });
    this.#suspects = turn.catch(() => undefined);
    return turn;
  }
}
