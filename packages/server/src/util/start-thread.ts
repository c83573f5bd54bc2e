import { type ResourceLimits, Worker } from 'node:worker_threads';

/** A thread that runs a module of this package. From sources the module is loaded by `thread-entry.ts`. */
export function startThread(module: URL, resourceLimits: ResourceLimits): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(module, { resourceLimits });
  return new Worker(new URL('./thread-entry.ts', import.meta.url), { resourceLimits, workerData: module.href });
}
