import { type ResourceLimits, Worker } from 'node:worker_threads';

export interface ThreadOptions {
  readonly resourceLimits: ResourceLimits;
  /** What a module that is no thread of a checkout finds as its `workerData`. */
  readonly workerData?: unknown;
}

const live = new Set<Worker>();

/** The threads of this process that have not ended. */
export const liveThreads = (): readonly Worker[] => [...live];

/** A thread that runs a module of this package. From sources the module is loaded by `thread-entry.ts`. */
export function startThread(module: URL, resourceLimits: ResourceLimits): Worker {
  if (!import.meta.url.endsWith('.ts')) return startWorker(module, { resourceLimits });
  return startWorker(new URL('./thread-entry.ts', import.meta.url), { resourceLimits, workerData: module.href });
}

/** As `new Worker`, known to `liveThreads`. */
export function startWorker(file: URL, options: ThreadOptions): Worker {
  const worker = new Worker(file, options);
  live.add(worker);
  worker.once('exit', () => live.delete(worker));
  return worker;
}
