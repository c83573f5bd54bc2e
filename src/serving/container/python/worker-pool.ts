import type { ContainerAnswer, Payload } from '../payload.ts';
import type { ContainerProcess } from '../process/container-process.ts';
import { abortedError, StageUnreachable } from '../stage-unreachable.ts';

export interface WorkerPoolOptions {
  /** Makes worker `index`; it must call `onChange` when it becomes ready and when it is gone. */
  readonly create: (index: number, onChange: () => void) => ContainerProcess;
  readonly count: number;
  /** Most requests that wait for a worker; more are refused at once. */
  readonly maxWaiting: number;
  /** What a worker gets to end a request that nobody waits for any more before it is replaced, milliseconds. */
  readonly abandonedMs: number;
}

interface Task {
  readonly request: Payload;
  readonly signal: AbortSignal;
  readonly resolve: (answer: ContainerAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** Listens on the signal while the request waits. */
  readonly onAbort: () => void;
  /** The worker that it lay ready at went while it worked on another request. */
  isSpared: boolean;
}

/** A worker and what it has been given and not answered yet, oldest first. */
interface Lane {
  readonly worker: ContainerProcess;
  readonly given: Task[];
  /** Moving average of its answers' times, milliseconds; unknown at first. */
  averageMs: number;
}

/** Workers this quick get a second request while they work on one. */
const quickMs = 5;

/**
 * Hands requests to workers that run one at a time, in the order they were given. The queue is here and not in the
 * workers: none waits while another worker is free, and a worker that dies or hangs takes only the one request with it
 * that it was working on. A quick worker has its next request lying ready, so that it need not be woken for it: waking
 * a process costs more than many a prediction.
 */
export class WorkerPool {
  readonly workers: readonly ContainerProcess[];
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Set<Task> = new Set();
  readonly #lanes: readonly Lane[];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.workers = Array.from({ length: options.count }, (_, index) => options.create(index, () => this.#pump()));
    this.#lanes = this.workers.map((worker) => ({ worker, given: [], averageMs: Infinity }));
  }

  /** Starts all workers side by side; rejects with the first failure when all have started or failed. */
  async start(signal: AbortSignal): Promise<void> {
    const started = await Promise.allSettled(this.workers.map((worker) => worker.start(signal)));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: Payload, signal: AbortSignal): Promise<ContainerAnswer> {
    if (signal.aborted) return Promise.reject(abortedError(signal));
    return new Promise((resolve, reject) => {
      const task: Task = {
        request,
        signal,
        resolve,
        reject,
        onAbort: () => this.#leave(task, abortedError(signal)),
        isSpared: false,
      };
      const lane = this.#findFree();
      if (lane !== undefined) this.#run(lane, task);
      else this.#wait(task);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    this.#refuseWaiting('the container has been stopped');
  }

  #findFree(): Lane | undefined {
    const ready = this.#lanes.filter(({ worker }) => worker.isReady);
    const idle = ready.find(({ given }) => given.length === 0);
    return idle ?? ready.find(({ given, averageMs }) => given.length === 1 && averageMs < quickMs);
  }

  #wait(task: Task): void {
    if (this.#waiting.size >= this.#options.maxWaiting) {
      this.#leave(task, new StageUnreachable('connection', `${this.#waiting.size} requests wait for a worker already`));
      return;
    }
    task.signal.addEventListener('abort', task.onAbort, { once: true });
    this.#waiting.add(task);
    this.#refuseIfFailing();
  }

  #waitAgain(task: Task): void {
    task.isSpared = false;
    this.#wait(task);
  }

  #leave(task: Task, error: StageUnreachable): void {
    this.#waiting.delete(task);
    task.signal.removeEventListener('abort', task.onAbort);
    task.reject(error);
  }

  /** Gives waiting requests to free workers. */
  #pump(): void {
    for (const task of this.#waiting) {
      const lane = this.#findFree();
      if (lane === undefined) break;
      this.#waiting.delete(task);
      task.signal.removeEventListener('abort', task.onAbort);
      this.#run(lane, task);
    }
    this.#refuseIfFailing();
  }

  /** A dead worker is back within seconds, unless its start fails too: with all of them, there is nothing to wait for. */
  #refuseIfFailing(): void {
    if (this.#waiting.size > 0 && this.workers.every((worker) => worker.isFailing)) {
      this.#refuseWaiting((this.workers[0] as ContainerProcess).down);
    }
  }

  #refuseWaiting(why: string): void {
    for (const task of this.#waiting) this.#leave(task, new StageUnreachable('connection', why));
  }

  #run(lane: Lane, task: Task): void {
    const { worker, given } = lane;
    const { signal } = task;
    const since = performance.now();
    given.push(task);
    let abandoned: NodeJS.Timeout | undefined;
    const onAbort = () => (abandoned = this.#abandon(worker, task));
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = () => {
      given.splice(given.indexOf(task), 1);
      signal.removeEventListener('abort', onAbort);
      clearTimeout(abandoned);
      if (this.#waiting.size > 0) this.#pump();
    };
    // Without the caller's signal: a worker cannot stop in the middle, so it counts as busy until it has answered.
    worker.invoke(task.request).then(
      (answer) => {
        const spent = performance.now() - since;
        lane.averageMs = lane.averageMs === Infinity ? spent : lane.averageMs * 0.9 + spent * 0.1;
        task.resolve(answer);
        finish();
      },
      (error: StageUnreachable) => {
        // A worker that goes was working on the oldest; those behind it have not been begun.
        const isBehind = task.isSpared || (error.reason === 'connection' && given[0] !== task);
        const isAtFault = error.wasSent && !isBehind;
        if (isAtFault) for (const other of given) other.isSpared = other !== task;
        if (isAtFault || signal.aborted) task.reject(error);
        else this.#waitAgain(task);
        finish();
      },
    );
  }

  /** The caller has its answer now. The worker is replaced: at once if it was too slow, later if the caller just left. */
  #abandon(worker: ContainerProcess, task: Task): NodeJS.Timeout {
    const error = abortedError(task.signal);
    const { pid } = worker;
    task.reject(error);
    const replace = () => {
      if (worker.pid === pid) worker.replace('a request was not answered in time');
    };
    return setTimeout(replace, error.reason === 'timeout' ? 0 : this.#options.abandonedMs);
  }
}
