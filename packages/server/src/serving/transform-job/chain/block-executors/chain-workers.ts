import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../../../util/start-thread.ts';

/**
 * A thread's memory for what is new. Columns of finished blocks are released when it is full, so that much of it keeps
 * many of them: the default of 48 takes 60 MB more, and no less time.
 */
const youngMegabytes = 12;
/** How long a thread waits for another job, milliseconds. */
const keptMs = 60_000;

/** Where a job has its threads from, and gives them back to. */
export type WorkerSource = Pick<ChainWorkers, 'take' | 'giveBack'>;

/**
 * Threads for the chains of jobs. One whose job is over waits a while for the next job, with its code loaded and
 * compiled: that is half of what a job of a million rows costs. Its models are gone with its job.
 */
export class ChainWorkers {
  readonly #waiting = new Map<Worker, NodeJS.Timeout>();
  #isClosed = false;

  /** One that waits, or a new one. */
  take(): Worker {
    const [worker] = this.#waiting.keys();
    if (worker === undefined) return startWorker();
    this.#forget(worker);
    worker.ref();
    return worker;
  }

  /** Takes back a thread that has no chain and nothing to do. As many are kept as there are cores. */
  async giveBack(worker: Worker): Promise<void> {
    leave(worker);
    if (this.#isClosed || this.#waiting.size >= availableParallelism()) {
      await worker.terminate();
      return;
    }
    const forget = () => this.#forget(worker);
    worker.unref();
    worker.once('error', forget);
    worker.once('exit', forget);
    this.#waiting.set(worker, setTimeout(() => void worker.terminate(), keptMs).unref());
  }

  /** Ends the threads that wait, and each that is given back from now on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const workers = [...this.#waiting.keys()];
    for (const worker of workers) this.#forget(worker);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #forget(worker: Worker): void {
    clearTimeout(this.#waiting.get(worker));
    this.#waiting.delete(worker);
    leave(worker);
  }
}

/** It has no listeners any more. The engine has listeners of its own for other events: those stay. */
function leave(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

function startWorker(): Worker {
  const file = new URL(`./chain-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
  return startThread(file, { maxYoungGenerationSizeMb: youngMegabytes });
}
