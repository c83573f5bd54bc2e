import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { exchangeInvocation } from '../http-exchange.ts';
import { pingContainer } from '../http-stage.ts';
import type { ContainerAnswer, Payload } from '../payload.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import type { ChildProcess } from './child-process.ts';
import { RestartDelay } from './restart-delay.ts';

/** A process that answered its first ping, and the connections to it. */
export interface RunningProcess {
  readonly child: ChildProcess;
  readonly dispatcher: Dispatcher;
}

export interface ContainerProcessOptions {
  /** Starts the process and resolves when it is healthy; rejects with a reason fit for FailureReason. */
  readonly launch: (signal: AbortSignal) => Promise<RunningProcess>;
  readonly maxAnswerBytes: number;
  readonly onLog: (line: string) => void;
  /** Longest wait before it is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  /** Called each time a process is ready, and each time one is gone. */
  readonly onChange?: () => void;
}

/** An idle process is pinged this often, milliseconds. */
const pingIntervalMs = 1_000;
/** So many failed pings in a row end an idle process: within five seconds, as each takes two at most. */
const failedPingsAllowed = 2;
/** So many time-outs in a row, without an answer in between, and a busy process is pinged like an idle one. */
const suspiciousTimeouts = 3;

/** One process that keeps the container contract and is replaced when it ends, hangs, or is no longer healthy. */
export class ContainerProcess {
  readonly #options: ContainerProcessOptions;
  readonly #closing = new AbortController();
  readonly #restartDelay: RestartDelay;
  #running: RunningProcess | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #timeouts = 0;
  #down = 'the process has not been started';
  /** Requests it works on. */
  inFlight = 0;

  constructor(options: ContainerProcessOptions) {
    this.#options = options;
    this.#restartDelay = new RestartDelay(options.maxRestartDelayMs);
  }

  get isReady(): boolean {
    return this.#running !== undefined;
  }

  /** Why it is not ready, for messages. */
  get down(): string {
    return this.#down;
  }

  /** Whether starting it anew failed, too: then waiting for it is no use. */
  get isFailing(): boolean {
    return this.#running === undefined && this.#failedStarts > 0;
  }

  get dispatcher(): Dispatcher | undefined {
    return this.#running?.dispatcher;
  }

  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /** The first start; rejects with why it failed. `signal` gives up on it. */
  async start(signal: AbortSignal): Promise<void> {
    this.#adopt(await this.#options.launch(AbortSignal.any([signal, this.#closing.signal])));
  }

  /** Rejects with `StageUnreachable`: at once if there is no process, and as soon as the process ends. */
  invoke(request: Payload, signal?: AbortSignal, path?: string): Promise<ContainerAnswer> {
    const running = this.#running;
    if (running === undefined)
      return Promise.reject(new StageUnreachable('connection', this.#down, { wasSent: false }));
    this.inFlight++;
    const options = { maxAnswerBytes: this.#options.maxAnswerBytes, ...(signal === undefined ? {} : { signal }) };
    return exchangeInvocation(running.dispatcher, request, options, path).then(
      (answer) => {
        this.inFlight--;
        this.#timeouts = 0;
        return answer;
      },
      (error: StageUnreachable) => {
        if (error.reason === 'timeout') this.#timeouts++;
        // Busy until it is known whether the process is gone: a dying one must not get the next request.
        return explain(error, running.child).finally(() => this.inFlight--);
      },
    );
  }

  /** Ends the present process without grace; another one takes its place. */
  replace(why: string): void {
    if (this.#running === undefined) return;
    this.#options.onLog(`${why}: the process is replaced`);
    this.#running.child.kill();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#watch);
    const running = this.#running;
    this.#running = undefined;
    this.#down = 'the container has been stopped';
    await Promise.all([this.#restarting, running?.child.stop()]);
    await running?.dispatcher.destroy();
  }

  #adopt(running: RunningProcess): void {
    if (this.#closing.signal.aborted || running.child.ending !== undefined) {
      running.child.kill();
      throw new Error(running.child.ending ?? 'the container has been stopped');
    }
    this.#running = running;
    this.#failedStarts = 0;
    this.#timeouts = 0;
    void running.child.exited.then((ending) => this.#onExit(running, ending));
    this.#watchHealth(running);
    this.#options.onChange?.();
  }

  #onExit(running: RunningProcess, ending: string): void {
    void running.dispatcher.destroy(new StageUnreachable('connection', ending));
    if (this.#running !== running) return;
    clearInterval(this.#watch);
    this.#running = undefined;
    this.#down = `${ending} and is being started again`;
    this.#options.onLog(this.#down);
    this.#options.onChange?.();
    this.#restarting = this.#restart();
  }

  async #restart(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await delay(this.#restartDelay.next(performance.now()), undefined, { signal });
        this.#adopt(await this.#options.launch(signal));
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#failedStarts++;
        this.#down = error instanceof Error ? error.message : String(error);
        this.#options.onLog(this.#down);
        this.#options.onChange?.();
      }
    }
  }

  /**
   * Only an idle process is judged by its pings: one that works may be unable to answer them, and its requests have a
   * deadline. When those pass one after another, pings decide for a busy one, too.
   */
  #watchHealth(running: RunningProcess): void {
    let failed = 0;
    let isPinging = false;
    const isExcused = () => this.inFlight > 0 && this.#timeouts < suspiciousTimeouts;
    this.#watch = setInterval(() => {
      if (isPinging || isExcused()) return;
      isPinging = true;
      void pingContainer(running.dispatcher, this.#closing.signal).then((isHealthy) => {
        isPinging = false;
        failed = isHealthy || isExcused() ? 0 : failed + 1;
        if (failed >= failedPingsAllowed && this.#running === running) this.replace('/ping is no longer answered');
      });
    }, pingIntervalMs);
    this.#watch.unref();
  }
}

/** A broken connection usually means that the process is gone; the news of that arrives a moment later. */
async function explain(error: StageUnreachable, child: ChildProcess): Promise<never> {
  if (error.reason !== 'connection') throw error;
  const ending = await Promise.race([child.exited, delay(50)]);
  throw ending === undefined
    ? error
    : new StageUnreachable('connection', ending, { cause: error, wasSent: error.wasSent });
}
