import { faultPoint } from '../../../platform/observe/fault-point.ts';
import type { StartCounts } from '../../../platform/store/start-counts.ts';

export interface EndpointStartsOptions {
  readonly starts: StartCounts;
  /** Ends all starts. */
  readonly signal: AbortSignal;
}

/**
 * `known`: an endpoint that was in service before. It did start once, so the end of a server meanwhile more often has
 * another reason.
 */
export type StartKind = 'new' | 'known';

/** Starts in a row that end the server, after which the start is not tried again. */
const fatalStarts: Readonly<Record<StartKind, number>> = { new: 2, known: 5 };

interface Start {
  readonly name: string;
  readonly kind: StartKind;
  readonly signal: AbortSignal;
}

/**
 * The starts of endpoints that are under way: each can be cancelled. A start that kills the server would kill it again
 * after each restart, so a start is counted before it begins. After the first time, the endpoints that were being
 * started are started one at a time: this shows which one it was, and the others do not fail with it.
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

  /** `start` begins containers of that endpoint, until its signal aborts. One at a time for each name. */
  async run<Started>(
    name: string,
    kind: StartKind,
    start: (signal: AbortSignal) => Promise<Started>,
  ): Promise<Started> {
    const control = new AbortController();
    this.#underWay.set(name, control);
    const signal = AbortSignal.any([control.signal, this.#options.signal]);
    try {
      return await this.#runCounted({ name, kind, signal }, () => start(signal));
    } finally {
      this.#underWay.delete(name);
    }
  }

  async #runCounted<Started>({ name, kind, signal }: Start, start: () => Promise<Started>): Promise<Started> {
    const { starts } = this.#options;
    // Counted separately: if an update ends the server, the old model, which starts well at each restart, must not hide
    // it.
    const key = kind === 'known' ? `known-endpoint/${name}` : `endpoint/${name}`;
    const count = await starts.find(key);
    if (count >= fatalStarts[kind]) {
      await starts.forget(key);
      throw new Error(
        `the server ended without warning ${count} times, one after the other, while this endpoint was being started, ` +
          `so it was not started again. The model may need more memory than there is; to try again, update the endpoint, or delete it and create it.`,
      );
    }
    const run = () =>
      starts.run(key, () => {
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
