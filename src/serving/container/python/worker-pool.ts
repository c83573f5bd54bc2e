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
}

/**
 * Hands requests to workers that run one at a time. The queue is here and not in the workers: a worker that dies or
 * hangs takes only the one request with it that it was working on, and none waits while another worker is free.
 */
export class WorkerPool {
  readonly workers: readonly ContainerProcess[];
  readonly #options: WorkerPoolOptions;
  readonly #waiting: Set<Task> = new Set();

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.workers = Array.from({ length: options.count }, (_, index) => options.create(index, () => this.#pump()));
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
      const task: Task = { request, signal, resolve, reject, onAbort: () => this.#leave(task, abortedError(signal)) };
      const worker = this.#findFree();
      if (worker !== undefined) this.#run(worker, task);
      else this.#wait(task);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    this.#refuseWaiting('the container has been stopped');
  }

  #findFree(): ContainerProcess | undefined {
    return this.workers.find((worker) => worker.isReady && worker.inFlight === 0);
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

  #leave(task: Task, error: StageUnreachable): void {
    this.#waiting.delete(task);
    task.signal.removeEventListener('abort', task.onAbort);
    task.reject(error);
  }

  /** Gives waiting requests to free workers. */
  #pump(): void {
    for (const task of this.#waiting) {
      const worker = this.#findFree();
      if (worker === undefined) break;
      this.#waiting.delete(task);
      task.signal.removeEventListener('abort', task.onAbort);
      this.#run(worker, task);
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

  #run(worker: ContainerProcess, task: Task): void {
    const { signal } = task;
    let abandoned: NodeJS.Timeout | undefined;
    const onAbort = () => (abandoned = this.#abandon(worker, task));
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = () => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(abandoned);
      if (this.#waiting.size > 0) this.#pump();
    };
    // Without the caller's signal: a worker cannot stop in the middle, so it counts as busy until it has answered.
    worker.invoke(task.request).then(
      (answer) => {
        task.resolve(answer);
        finish();
      },
      (error: StageUnreachable) => {
        if (error.wasSent || signal.aborted) task.reject(error);
        else this.#wait(task); // the worker was gone before it got anything
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
