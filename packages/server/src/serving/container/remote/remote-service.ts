import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Worker } from '../dispatch/worker.ts';
import { exchangeInvocation } from '../exchange.ts';
import { defaultMaxAnswerBytes, pingStatus } from '../http-stage.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { abortedError, StageUnreachable } from '../stage-unreachable.ts';

export interface RemoteServiceOptions {
  readonly dispatcher: Dispatcher;
  /** For messages: its address without what may be secret. */
  readonly address: string;
  /** Time for one answer, milliseconds. */
  readonly timeoutMs: number;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly onLog: (line: string) => void;
  readonly onChange: () => void;
}

/** Between pings while it cannot be reached, milliseconds. */
const pingEveryMs = 1_000;
/** Unanswered pings in a row after which requests no longer wait for it. */
const pingsAllowed = 3;

/** A service elsewhere that keeps the container contract. It is not ours to start: while it is away, it is pinged. */
export class RemoteService implements Worker {
  readonly pid = undefined;
  readonly #options: RemoteServiceOptions;
  readonly #closing = new AbortController();
  #isReady = false;
  #failedPings = 0;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: RemoteServiceOptions) {
    this.#options = options;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get isFailing(): boolean {
    return !this.#isReady && this.#failedPings >= pingsAllowed;
  }

  get down(): string {
    return `the service ${this.#options.address} cannot be reached`;
  }

  get readyInMs(): number {
    return this.#isReady ? 0 : pingEveryMs;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { address, startupTimeoutMs } = this.#options;
    const until = performance.now() + startupTimeoutMs;
    for (let wait = 50; ; wait = Math.min(pingEveryMs, wait * 1.5)) {
      const status = await this.#ping(signal);
      if (status === 200) break;
      const said = status === 0 ? 'is not answered' : `answers ${status}`;
      if (signal.aborted) throw new Error('the start was given up');
      if (performance.now() + wait > until)
        throw new Error(
          `GET /ping of the service ${address} ${said} after ${startupTimeoutMs / 1000} seconds: it must answer 200.`,
        );
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
    this.#becomeReady();
  }

  async invoke(request: ContainerRequest, signal?: AbortSignal): Promise<ContainerAnswer> {
    const { dispatcher, timeoutMs, address } = this.#options;
    const limit = AbortSignal.timeout(timeoutMs);
    const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    try {
      const answer = await exchangeInvocation(dispatcher, request, {
        maxAnswerBytes: defaultMaxAnswerBytes,
        signal: both,
      });
      if (answer.status < 300 || answer.status >= 400) return answer;
      throw new StageUnreachable('bad_response', `it answered ${answer.status}: redirects are not followed`);
    } catch (error) {
      const wasSent = !(error instanceof StageUnreachable) || error.wasSent;
      if (signal?.aborted === true) throw abortedError(signal, { wasSent });
      if (error instanceof StageUnreachable && !wasSent) this.#lose(error);
      if (limit.aborted)
        throw new StageUnreachable('timeout', `${address} did not answer within ${timeoutMs / 1000} seconds`, {
          wasSent,
        });
      throw error;
    }
  }

  replace(): void {
    // It is not ours to end.
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#isReady = false;
    await this.#watching;
    await this.#options.dispatcher.destroy();
  }

  #ping(signal: AbortSignal): Promise<number> {
    return pingStatus(this.#options.dispatcher, signal);
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.#failedPings = 0;
    this.#options.onChange();
  }

  #lose(error: StageUnreachable): void {
    if (!this.#isReady || this.#closing.signal.aborted) return;
    this.#isReady = false;
    this.#options.onLog(`${this.down}: ${error.message}`);
    this.#watching = this.#watch();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      if ((await this.#ping(signal)) === 200) {
        this.#becomeReady();
        return;
      }
      this.#failedPings++;
      this.#options.onChange();
      await delay(pingEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
