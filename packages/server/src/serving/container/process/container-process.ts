import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Worker } from '../dispatch/worker.ts';
import { exchangeInvocation } from '../exchange.ts';
import { pingStatus } from '../http-stage.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { HealthWatch } from './health-watch.ts';
import { isStopped } from './process-group.ts';
import { RestartDelay } from './restart-delay.ts';
import type { RunningChild } from './running-child.ts';

/** A process that answered its first ping, and the connections to it. */
export interface RunningProcess {
  readonly child: RunningChild;
  /** With more connections than it is given requests at once, so that a ping never waits for one. */
  readonly dispatcher: Dispatcher;
  /** A way of its own to ask it, where it has one; else requests go over HTTP. Rejects with `StageUnreachable`. */
  readonly ask?: AskProcess;
}

/** Asks a process that runs one request at a time and cannot stop in the middle of it. */
export type AskProcess = (request: ContainerRequest, path?: string) => Promise<ContainerAnswer>;

export interface ContainerProcessOptions {
  /** Starts the process and resolves when it is healthy; rejects with a reason fit for FailureReason. */
  readonly launch: (signal: AbortSignal) => Promise<RunningProcess>;
  readonly maxAnswerBytes: number;
  readonly onLog: (line: string) => void;
  /** Whether it runs one request at a time, and cannot answer a ping meanwhile. */
  readonly isSequential: boolean;
  /** Longest wait before it is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  /** Called each time a process is ready, is gone, or could not be started. */
  readonly onChange?: () => void;
}

/** The connections of a process that is gone have ended by then, milliseconds. */
const connectionsEndMs = 250;
/** Failed starts in a row after which requests no longer wait for the next one. */
const failedStartsAllowed = 3;

/** One process that keeps the container contract and is replaced when it ends, hangs, or is no longer healthy. */
export class ContainerProcess implements Worker {
  readonly #options: ContainerProcessOptions;
  readonly #closing = new AbortController();
  readonly #restartDelay: RestartDelay;
  #running: RunningProcess | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #watch: HealthWatch | undefined;
  #failedStarts = 0;
  #starts = 0;
  #startsAt = 0;
  /** What the last start that succeeded took. */
  #startMs = 0;
  #down = 'the process has not been started';
  /** Connections that it refused since it last answered. */
  #refusals = 0;
  /** Requests it works on. */
  inFlight = 0;

  constructor(options: ContainerProcessOptions) {
    this.#options = options;
    this.#restartDelay = new RestartDelay(options.maxRestartDelayMs);
  }

  get isReady(): boolean {
    return this.#running !== undefined;
  }

  get down(): string {
    return this.#down;
  }

  get isFailing(): boolean {
    return this.#running === undefined && this.#failedStarts >= failedStartsAllowed;
  }

  get readyInMs(): number {
    if (this.#running !== undefined) return 0;
    const now = performance.now();
    return Math.max(now, this.#startsAt) + this.#startMs - now;
  }

  get dispatcher(): Dispatcher | undefined {
    return this.#running?.dispatcher;
  }

  /** What has no process of this machine, as a container of an engine, is distinguished by the count of its starts: -1, -2 ... */
  get pid(): number | undefined {
    return this.#running === undefined ? undefined : (this.#running.child.pid ?? -this.#starts);
  }

  /** `signal` gives up on the start. */
  async start(signal: AbortSignal): Promise<void> {
    await this.#launch(AbortSignal.any([signal, this.#closing.signal]));
  }

  invoke(request: ContainerRequest, signal?: AbortSignal, path?: string): Promise<ContainerAnswer> {
    const running = this.#running;
    const watch = this.#watch;
    if (running === undefined)
      return Promise.reject(new StageUnreachable('connection', this.#down, { wasSent: false }));
    this.inFlight++;
    const options = { maxAnswerBytes: this.#options.maxAnswerBytes, signal, path };
    const asked = running.ask?.(request, path) ?? exchangeInvocation(running.dispatcher, request, options);
    return asked.then(
      (answer) => {
        this.inFlight--;
        this.#refusals = 0;
        watch?.onAnswer();
        return answer.endsWithConnection === true ? checkWhole(answer, running.child) : answer;
      },
      (error: StageUnreachable) => {
        const isAborted = signal?.aborted === true;
        // A process that only has much to do lets connections wait.
        const isRefused = error.reason === 'connection' && !error.wasSent;
        if (isRefused) this.#refusals++;
        if (isAborted || isRefused) watch?.onGivenUp();
        if (!isAborted) return this.#explain(error, running.child);
        this.inFlight--;
        throw error;
      },
    );
  }

  /**
   * Busy until it is known whether the process is gone: a dying one must not get the next request, and one that lives on without
   * its listener gets them ever more slowly until it is replaced.
   */
  #explain(error: StageUnreachable, child: RunningChild): Promise<never> {
    const waitMs = Math.min(maxNewsMs, newsMs * Math.max(1, this.#refusals));
    return explain(error, child, waitMs).finally(() => this.inFlight--);
  }

  replace(why: string): void {
    if (this.#running === undefined) return;
    this.#options.onLog(`${why}: the process is replaced`);
    this.#running.child.kill();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#watch?.end();
    const running = this.#running;
    this.#running = undefined;
    this.#down = 'the container has been stopped';
    await Promise.all([this.#restarting, running?.child.stop()]);
    await running?.dispatcher.destroy();
  }

  async #launch(signal: AbortSignal): Promise<void> {
    const since = performance.now();
    this.#adopt(await this.#options.launch(signal));
    this.#startMs = performance.now() - since;
  }

  #adopt(running: RunningProcess): void {
    if (this.#closing.signal.aborted || running.child.ending !== undefined) {
      running.child.kill();
      throw new Error(running.child.ending ?? 'the container has been stopped');
    }
    running.child.onServing();
    this.#running = running;
    this.#starts++;
    this.#failedStarts = 0;
    this.#refusals = 0;
    void running.child.gone.then((ending) => this.#onEnd(running, ending));
    this.#watch = this.#watchHealth(running);
    this.#options.onChange?.();
  }

  #onEnd({ child, dispatcher }: RunningProcess, ending: string): void {
    // Connections end by themselves, and how they end shows what the process had read; the rest is held by processes
    // that outlive it.
    void Promise.all([child.exited, delay(connectionsEndMs, undefined, { ref: false })])
      .then(() => nextTurn())
      .then(() => dispatcher.destroy(new StageUnreachable('connection', ending)));
    if (this.#running?.child !== child) return;
    this.#watch?.end();
    this.#running = undefined;
    this.#restarting = this.#restart(`${ending} and is being started again`);
  }

  async #restart(why: string): Promise<void> {
    const { signal } = this.#closing;
    this.#tellDown(why);
    while (!signal.aborted) {
      try {
        await delay(Math.max(0, this.#startsAt - performance.now()), undefined, { signal });
        await this.#launch(signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#failedStarts++;
        this.#tellDown(error instanceof Error ? error.message : String(error));
      }
    }
  }

  #tellDown(why: string): void {
    const now = performance.now();
    this.#startsAt = now + this.#restartDelay.next(now);
    this.#down = why;
    this.#options.onLog(why);
    this.#options.onChange?.();
  }

  #watchHealth(running: RunningProcess): HealthWatch {
    return new HealthWatch({
      ping: () => pingStatus(running.dispatcher, this.#closing.signal),
      isStopped: () => isStopped(running.child.pid),
      inFlight: () => this.inFlight,
      isSequential: this.#options.isSequential,
      onSick: (why) => {
        if (this.#running === running) this.replace(why);
      },
    });
  }
}

/**
 * The longest time from the end of a process's connections to the report that it is gone, milliseconds: its box may
 * report it.
 */
const newsMs = 50;
/** The same, after many connections that were refused. */
const maxNewsMs = 1_000;
const urgentNewsMs = 500;

/**
 * A broken connection usually means that the process is gone. The system resets a connection when its owner ends
 * without having read all that had come (RFC 1122, 4.2.2.13), and closes it in order otherwise: so it is known whether
 * a process that has ended had read the request.
 */
async function explain(error: StageUnreachable, child: RunningChild, waitMs: number): Promise<never> {
  const { reason, isReset, isExact, wasSent } = error;
  if (reason !== 'connection') throw error;
  const ending = (await newsOf(child, waitMs)) ?? (await newsOfEnding(child, isReset));
  if (ending === undefined) throw error;
  throw new StageUnreachable('connection', ending, { cause: error, wasSent: wasSent && !isReset, isExact });
}

/**
 * The connections of a process end with it: an answer that only its connection ends is known to be complete only if the
 * process lives on.
 */
async function checkWhole({ endsWithConnection: _told, ...answer }: ContainerAnswer, child: RunningChild) {
  const ending = await newsOfEnding(child);
  if (ending === undefined) return answer;
  throw new StageUnreachable('connection', `${ending}, perhaps in the middle of its answer`);
}

const newsOf = (child: RunningChild, ms: number) => Promise.race([child.gone, delay(ms)]);

/** On a busy machine the report is late: a process that is seen to end is waited for longer. */
const newsOfEnding = async (child: RunningChild, isKnown = false) =>
  isKnown || (await child.isEnding()) ? newsOf(child, urgentNewsMs) : undefined;
