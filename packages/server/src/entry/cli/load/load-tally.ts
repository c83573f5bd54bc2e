import { createHistogram } from 'node:perf_hooks';
import { describeLatency, type Latency } from './latency.ts';
import type { Outcome } from './load-sender.ts';

/** Requests that failed alike. */
export interface LoadErrors {
  /** 0: there was no answer. */
  readonly status: number;
  /** The container that refused, where the answer names one: `2 of 3`. */
  readonly container: string | undefined;
  readonly count: number;
  /** The message of one of them. */
  readonly example: string;
}

/** What came of a run. */
export interface LoadFigures {
  readonly seconds: number;
  /** Requests that ended, well or not. */
  readonly requests: number;
  readonly failed: number;
  /** Requests that were due and could not be sent any more. */
  readonly unsent: number;
  /** Answers with a 2xx, each second. */
  readonly perSecond: number;
  /** Of requests that were answered with a 2xx, from when they were due. */
  readonly latency: Latency;
  /** Likewise, from when they were sent: what a client sees that waits for its own answers. */
  readonly service: Latency;
  readonly errors: readonly LoadErrors[];
}

/** Kinds of errors beyond these are counted together. */
const maxKinds = 50;

interface ErrorCount {
  readonly status: number;
  readonly container: string | undefined;
  readonly example: string;
  count: number;
}

/** Counts how requests end. Memory does not grow with their number. */
export class LoadTally {
  readonly #latency = createHistogram({ figures: 3 });
  readonly #service = createHistogram({ figures: 3 });
  readonly #errors = new Map<string, ErrorCount>();
  #succeeded = 0;
  #failed = 0;

  /** Times on the clock of `performance.now()`, milliseconds. */
  add({ status, message }: Outcome, due: number, sent: number): void {
    if (status < 200 || status >= 300) {
      this.#addError(status, message ?? '');
      return;
    }
    const now = performance.now();
    this.#succeeded++;
    this.#latency.record(microsOf(now - due));
    this.#service.record(microsOf(now - sent));
  }

  /** A request that was sent, and whose answer is not waited for any more. */
  addUnanswered(): void {
    this.#addError(0, 'no answer until the end of the run');
  }

  /** Of all so far; `unsent` requests never came to be sent. */
  figures(seconds: number, unsent = 0): LoadFigures {
    return {
      seconds,
      requests: this.#succeeded + this.#failed,
      failed: this.#failed,
      unsent,
      perSecond: this.#succeeded / seconds,
      latency: describeLatency(this.#latency),
      service: describeLatency(this.#service),
      errors: [...this.#errors.values()].sort((one, other) => other.count - one.count),
    };
  }

  #addError(status: number, message: string): void {
    this.#failed++;
    const container = containerIn(message);
    const key = `${status} ${container ?? ''}`;
    const known = this.#errors.get(key);
    if (known !== undefined) known.count++;
    else if (this.#errors.size < maxKinds) this.#errors.set(key, { status, container, example: message, count: 1 });
  }
}

/** Histograms take whole numbers from 1. */
const microsOf = (milliseconds: number) => Math.max(1, Math.round(milliseconds * 1000));

/** `2 of 3`, as errors of models say which container it was. */
const containerIn = (message: string) => /container (\d{1,3} of \d{1,3})/.exec(message)?.[1];
