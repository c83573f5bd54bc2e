import { defined } from '@catenary/scoring/internal/values';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Replicas } from '../replication.ts';
import { abortedError, StageUnreachable } from '../stage-unreachable.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Lane } from './lane.ts';
import { openReplicas, type ReplicaOptions } from './open-replicas.ts';
import { paceOf } from './pace-of.ts';
import { Patience } from './patience.ts';
import { pauseAfter } from './pause-after.ts';
import { RecentTimes } from './recent-times.ts';
import { Refusals } from './refusals.ts';
import type { ReplicaSet } from './replica-set.ts';
import { type Pace, RequestQueue } from './request-queue.ts';
import { Sessions, sessionGone } from './sessions.ts';
import type { AnsweredTask, Task } from './task.ts';
import type { Worker } from './worker.ts';

export interface WorkerPoolOptions<W extends Worker> extends ReplicaOptions<W> {
  /** Whether what a worker had begun when it ended may be given to another one. */
  readonly isIdempotent?: boolean | undefined;
  readonly onLog: (line: string) => void;
}

/** Where a request goes, if not to `/invocations` of any process. */
export type Address = Partial<Pick<Task, 'path' | 'pid'>>;

/** A request that came back so often is refused: a process that hangs was replaced in the ten seconds between its tries. */
const maxReturns = 20;
/** A request that was begun so often before is not begun again: it may be what ends the workers. */
const maxRepeats = 2;

/**
 * Hands requests to workers, in the order in which they came. The queue is here and not in the workers: none waits
 * while another worker is free, one that dies or hangs fails only the requests that it was working on, and requests
 * that come while all are down wait for the next one.
 */
export class WorkerPool<W extends Worker = Worker> {
  readonly #options: WorkerPoolOptions<W>;
  readonly #replicas: ReplicaSet<W>;
  readonly #patience = new Patience();
  readonly #queue: RequestQueue<Task>;
  readonly #times = new RecentTimes();
  readonly #refusals: Refusals;
  readonly #sessions = new Sessions<W>();
  /** When an answer last came. */
  #answeredAt = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions<W>) {
    this.#options = options;
    this.#queue = new RequestQueue<Task>(this.#patience, options.maxWaitMs);
    this.#refusals = new Refusals(options.onLog);
    this.#replicas = openReplicas(options, () => this.#pump());
  }

  /** Those of all replicas. */
  get workers(): readonly W[] {
    return this.#replicas.lanes.map(({ worker }) => worker);
  }

  /** The copies of its container, each with `count` workers. */
  get replicas(): Replicas {
    return this.#replicas;
  }

  /** Starts all workers side by side. If one does not start, all are closed again; rejects with the first failure. */
  async start(signal: AbortSignal): Promise<void> {
    try {
      await this.#replicas.start(signal);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: ContainerRequest, signal: AbortSignal, { path, pid }: Address = {}): Promise<ContainerAnswer> {
    if (signal.aborted) return Promise.reject(abortedError(signal));
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#leaveQueue(task);
      const arrivedAt = performance.now();
      const sent = { request, path, pid, signal, arrivedAt };
      const counts = { waitsSince: arrivedAt, notBefore: arrivedAt, returns: 0, repeats: 0 };
      const bound = this.#sessions.laneOf(request.sessionId);
      const marks = { cameFrom: undefined, isSpared: false, isBound: bound !== undefined };
      const task: Task = { ...sent, resolve, reject, onAbort, ...counts, ...marks };
      const isNext = this.#queue.size === 0 && pid === undefined;
      const lane = bound ?? (isNext ? this.#replicas.findFree() : undefined);
      if (lane === undefined) this.#wait(task, arrivedAt);
      else this.#run(lane, task, arrivedAt);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pump();
    await this.#replicas.close();
  }

  #pace(now: number): Pace {
    const { mean: serviceMs, insideMs, least } = this.#times;
    // What was quickest so far may have waited for others too, if nothing is answered any more.
    return { serviceMs, insideMs, leastMs: this.#isSilent(now) ? 0 : least, ...paceOf(this.#replicas.lanes) };
  }

  #wait(task: Task, now: number): void {
    const pace = this.#pace(now);
    const refusal = this.#queue.refusal(task, now, pace);
    if (refusal === undefined) {
      task.signal.addEventListener('abort', task.onAbort, { once: true });
      this.#queue.add(task, now);
      this.#pump();
      return;
    }
    this.#refuse(task, refusal, now);
    for (const other of this.#queue.excess(now, pace)) {
      this.#takeOut(other);
      this.#refuse(other, refusal, now);
    }
  }

  /** It has not been begun: it is first in the line, and goes to another worker if one is free. */
  #return(task: Task, worker: W, error: StageUnreachable): void {
    const now = performance.now();
    task.isSpared = false;
    if (task.isBound) return task.reject(sessionGone(task.request.sessionId ?? ''));
    if (++task.returns > maxReturns)
      return this.#refuse(
        task,
        `none of ${task.returns} tries to give it to a process went well: ${error.message}`,
        now,
      );
    const pauseMs = pauseAfter(task.returns);
    if (pauseMs > 0) setTimeout(() => this.#pump(), pauseMs);
    task.signal.addEventListener('abort', task.onAbort, { once: true });
    Object.assign(task, { waitsSince: now, notBefore: now + pauseMs, cameFrom: worker });
    this.#queue.addFirst(task, now);
  }

  #takeOut(task: Task): void {
    this.#queue.remove(task);
    task.signal.removeEventListener('abort', task.onAbort);
  }

  /** The caller's time is up, or it has left, while the request waits. */
  #leaveQueue(task: Task): void {
    this.#queue.remove(task);
    this.#onLeft(task);
    task.reject(abortedError(task.signal, { wasSent: false }));
  }

  #refuse(task: Task, why: string, now: number): void {
    this.#refusals.add(why, now);
    task.reject(new StageUnreachable('unavailable', why, { wasSent: false }));
  }

  /** Gives waiting requests to free workers; refuses those that cannot be answered any more. */
  #pump(): void {
    const now = performance.now();
    // Nothing is left to wait for a closed pool.
    const until = this.#isClosed ? Infinity : now;
    for (let task = this.#queue.first(until); task !== undefined; task = this.#queue.first(until)) {
      const lane = this.#replicas.findFree(task.cameFrom);
      const why = this.#whyNot(task, now);
      if (why === undefined && lane === undefined) break;
      this.#takeOut(task);
      if (why === undefined) this.#run(lane as Lane<W>, task, now);
      else this.#refuse(task, why, now);
    }
  }

  /** Why a waiting request is to be refused. */
  #whyNot(task: Task, now: number): string | undefined {
    const { lanes } = this.#replicas;
    const { worker: first } = defined(lanes[0]);
    if (this.#isClosed) return 'the container has been stopped';
    if (task.pid !== undefined && task.pid !== first.pid) return 'the process that could answer it is gone';
    if (lanes.every(({ worker }) => worker.isFailing)) return first.down;
    if (task.request.deadline === undefined || !this.#queue.isHopeless(task, now, this.#pace(now))) return undefined;
    return lanes.some(({ worker }) => worker.isReady)
      ? `its turn came too late, after ${((now - task.arrivedAt) / 1000).toFixed(1)} s`
      : first.down;
  }

  #run(lane: Lane<W>, task: Task, givenAt: number): void {
    const { worker } = lane;
    const { pid } = worker;
    task.request.ledger?.addQueue(givenAt - task.waitsSince);
    lane.given.push(task);
    const isSequential = this.#options.sequential !== undefined;
    const stopWatching = isSequential ? this.#watchCaller(worker, task, givenAt) : undefined;
    // A sequential worker cannot stop in the middle: it counts as busy until it has answered.
    worker.invoke(task.request, isSequential ? undefined : task.signal, task.path).then(
      (answer) => {
        stopWatching?.();
        this.#onAnswer(lane, { task, givenAt, workMs: answer.workMs });
        this.#sessions.note(task.request.sessionId, answer, { lane, pid });
        task.resolve(answer);
        judgeAnswer(lane, answer.status, this.#replicas.lanes);
        this.#finish(lane, task);
      },
      (error: StageUnreachable) => {
        stopWatching?.();
        this.#onFailure(lane, task, { error, givenAt });
        this.#finish(lane, task);
      },
    );
  }

  #onAnswer(lane: Lane<W>, { task, givenAt, workMs }: AnsweredTask): void {
    const now = performance.now();
    const spentMs = now - givenAt;
    this.#times.add(spentMs);
    this.#answeredAt = now;
    // In an overloaded container, requests wait for each other.
    const isQuick = this.#times.mean <= 2 * this.#times.usual;
    const isInTime = spentMs * 2 < this.#patience.limitMs(now);
    const usual = isQuick ? 'more' : 'some';
    const isWanted = this.#refusals.takeNew() || this.#queue.size > 0;
    lane.onAnswer(spentMs, isWanted && isInTime ? usual : 'enough', workMs);
    this.#patience.answered(now - task.arrivedAt, now);
  }

  #onFailure(lane: Lane<W>, task: Task, { error, givenAt }: { error: StageUnreachable; givenAt: number }): void {
    if (this.#options.sequential !== undefined) return this.#onSequentialFailure(lane, task, error);
    if (task.signal.aborted) {
      this.#onLeft(task);
      const now = performance.now();
      const isOverloaded = this.#queue.size > 0 && this.#isLate(now, givenAt);
      if (isOverloaded) lane.onGivenUp({ givenAt, patienceMs: this.#patience.limitMs(now) });
    }
    if ((error.wasSent && !this.#mayRepeat(task, error)) || task.signal.aborted) task.reject(error);
    else this.#return(task, lane.worker, error);
  }

  #mayRepeat(task: Task, { reason }: StageUnreachable): boolean {
    if (this.#options.isIdempotent !== true || task.request.parts?.hasBegun === true) return false;
    return reason === 'connection' && ++task.repeats <= maxRepeats;
  }

  /** Whether an answer should have come by now: to this request, or to any. */
  #isLate(now: number, givenAt: number): boolean {
    return now - givenAt > 2 * this.#times.least || this.#isSilent(now);
  }

  #isSilent(now: number): boolean {
    return now - this.#answeredAt > 2 * this.#times.mean && this.#replicas.lanes.some(({ given }) => given.length > 0);
  }

  /** A worker that ends was working on the oldest, unless it reported what it had begun; the later ones have not been begun. */
  #onSequentialFailure({ given, worker }: Lane<W>, task: Task, error: StageUnreachable): void {
    const isBehind = !error.isExact && (task.isSpared || (error.reason === 'connection' && given[0] !== task));
    const isAtFault = error.wasSent && !isBehind;
    if (isAtFault && !error.isExact) for (const other of given) other.isSpared = other !== task;
    if ((isAtFault && !this.#mayRepeat(task, error)) || task.signal.aborted) task.reject(error);
    else this.#return(task, worker, error);
  }

  #onLeft(task: Task): void {
    const now = performance.now();
    if (abortedError(task.signal).reason !== 'timeout') this.#patience.left(now - task.arrivedAt, now);
  }

  #finish(lane: Lane<W>, task: Task): void {
    lane.given.splice(lane.given.indexOf(task), 1);
    if (this.#queue.size > 0) this.#pump();
  }

  /** Until the result is called. */
  #watchCaller(worker: W, task: Task, givenAt: number): () => void {
    const { signal } = task;
    let limit: NodeJS.Timeout | undefined;
    const onAbort = () => (limit = this.#abandon(worker, task, givenAt));
    signal.addEventListener('abort', onAbort, { once: true });
    return () => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(limit);
    };
  }

  /**
   * The caller has its answer now. A worker's own time counts from when it was given the request: as long as the caller
   * had in all if its time is up, and a limit of the worker's if the caller left. Then it hangs, and is replaced.
   */
  #abandon(worker: W, task: Task, givenAt: number): NodeJS.Timeout {
    const error = abortedError(task.signal);
    const { pid } = worker;
    const now = performance.now();
    this.#onLeft(task);
    task.reject(error);
    const replace = () => {
      if (worker.pid === pid) worker.replace('a request was not answered in time');
    };
    const isOver = error.reason === 'timeout';
    const allowedMs = isOver ? now - task.arrivedAt : (this.#options.sequential?.abandonedMs ?? 0);
    return setTimeout(replace, Math.max(0, givenAt + allowedMs - now));
  }
}
